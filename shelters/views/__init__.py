"""The pages: open pages for survivors, and staff pages under /work/."""
