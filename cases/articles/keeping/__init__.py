"""What outlives a page: its snapshot, its proof, its way out as WARC, web archives."""
