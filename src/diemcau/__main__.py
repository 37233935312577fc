from diemcau.config.cli import main

main()
