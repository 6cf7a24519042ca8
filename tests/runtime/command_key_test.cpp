#include "runtime/command_key.hpp"

#include <catch2/catch.hpp>

using deckhand::command_key_chain;

TEST_CASE("the first home of every protocol has the key that clients expect") {
  CHECK(command_key_chain{}.next("home") == "50c7ae73a4e3f7129874f39dfb514803");
}

TEST_CASE("a key depends on the types before it, and on nothing else") {
  command_key_chain one, same, other;
  one.next("home");
  same.next("home");
  other.next("comment");
  const auto key = one.next("aspirate");
  CHECK(key.size() == 32);
  CHECK(key == same.next("aspirate"));
  CHECK(key != other.next("aspirate"));
  CHECK(one.next("aspirate") != key);
}
