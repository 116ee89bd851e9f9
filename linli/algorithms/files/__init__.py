"""Files at the edge: whatever format and coordinate system comes in, arrays in metres go on."""
