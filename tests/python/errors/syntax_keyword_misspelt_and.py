x = 1 adn 2
