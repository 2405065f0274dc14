import sys
sys.exit("stopping here")
