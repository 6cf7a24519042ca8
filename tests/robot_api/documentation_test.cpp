// HTTP_API 1.1 and 2.1: the description of the API, and that it describes what is there.

#include <algorithm>
#include <catch2/catch.hpp>

#include "http/openapi/operations.hpp"
#include "http/route_table.hpp"
#include "tests/robot_api/contract_robot.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

TEST_CASE("every route is described, and nothing else is") {
  for (const auto& route : all_routes()) {
    const auto operations = all_operations();
    const auto is_it = [&](const auto& each) { return each.method == route.method && each.pattern == route.pattern; };
    INFO(route.method << " " << route.pattern);
    CHECK(std::count_if(operations.begin(), operations.end(), is_it) == 1);
  }
  CHECK(all_operations().size() == all_routes().size());
}

TEST_CASE("the description needs no version header, and all its references lead somewhere") {
  contract_robot robot;
  const auto got = robot.send_text("GET", "/openapi.json", "", {});
  REQUIRE(got.status == 200);
  CHECK(got.body["openapi"].get<std::string>().rfind("3.", 0) == 0);
  std::size_t operations = 0;
  for (const auto& [path, methods] : got.body["paths"].items()) operations += methods.size();
  CHECK(operations == all_routes().size());
  const std::string marker = "\"$ref\":\"#/";
  for (auto at = got.text.find(marker); at != std::string::npos; at = got.text.find(marker, at + 1)) {
    const auto begin = at + marker.size() - 1;
    const json::json_pointer place{got.text.substr(begin, got.text.find('"', begin) - begin)};
    INFO(place.to_string());
    CHECK(got.body.contains(place));
  }
}

TEST_CASE("the page for people comes from the node itself") {
  contract_robot robot;
  for (const auto* path : {"/docs", "/redoc"}) {
    const auto got = robot.send_text("GET", path, "", {});
    CHECK(got.status == 200);
    CHECK(got.header("Content-Type").rfind("text/html", 0) == 0);
    CHECK(got.text.find("/openapi.json") != std::string::npos);
    CHECK(got.text.find("http://") == std::string::npos);
    CHECK(got.text.find("https://") == std::string::npos);
  }
}
