"""〈YYYY〉年第〈N〉季度通报: the bulletin of a list and of a city, block by block, as an office signs it."""
