// Several robots behind one server: which one a path means, and what the list says of each.

#include <catch2/catch.hpp>

#include "http/server.hpp"
#include "tests/http/fake_port.hpp"
#include "tests/support/api_client.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

http_server::config on_any_port() {
  http_server::config config;
  config.port = 0;
  return config;
}

struct two_robots : api_client {
  two_robots() {
    const auto port = server.start();
    REQUIRE(port);
    connect("127.0.0.1", *port);
  }
  fake_port ada, grace;
  http_server server{on_any_port(), {{"ada", &ada, {}}, {"grace", &grace, {}}}};
};

}  // namespace

TEST_CASE("a path below a robot's name is that robot's: the plain one is the first's") {
  two_robots lab;
  run_script{lab.ada, "run of ada"}.create();
  run_script{lab.grace, "run of grace"}.create();
  CHECK(lab.get("/runs").body["data"][0]["id"] == "run of ada");
  CHECK(lab.get("/robots/ada/runs").body["data"][0]["id"] == "run of ada");
  CHECK(lab.get("/robots/grace/runs").body["data"][0]["id"] == "run of grace");
  CHECK(lab.get("/robots/grace/runs?pageLength=0").body["data"].empty());
  CHECK(lab.get("/health").body["name"] == "ada");
  CHECK(lab.get("/robots/grace/health").body["name"] == "grace");
  CHECK(lab.get("/robots/grace/openapi.json").status == 200);
}

TEST_CASE("what changes something goes to the robot that is meant") {
  two_robots lab;
  lab.grace.on_request = [](const control_request&) { return control_success{"one", "then"}; };
  lab.post("/robots/grace/runs", nlohmann::json::object());
  CHECK(lab.grace.requests().size() == 1);
  CHECK(lab.ada.requests().empty());
  lab.put("/robots/grace/clientData/key", {{"x", 1}});
  CHECK(lab.get("/robots/grace/clientData/key").status == 200);
  CHECK(lab.get("/clientData/key").status == 404);
}

TEST_CASE("links stay below the robot that was asked") {
  two_robots lab;
  for (auto* port : {&lab.ada, &lab.grace}) {
    run_script run{*port, "run"};
    run.create().play().queue("home").start("home").succeed("home");
  }
  CHECK(lab.get("/runs").body["links"]["current"]["href"] == "/runs/run");
  CHECK(lab.get("/robots/ada/runs").body["links"]["current"]["href"] == "/runs/run");
  CHECK(lab.get("/robots/grace/runs").body["links"]["current"]["href"] == "/robots/grace/runs/run");
  CHECK(lab.get("/robots/grace/runs/run/commands").body["links"]["current"]["href"] == "/robots/grace/runs/run/commands/home");
  CHECK(lab.get("/robots/grace/runs/run/currentState").body["links"]["lastCompleted"]["href"] ==
        "/robots/grace/runs/run/commands/home");
}

TEST_CASE("the list tells each robot's state and link") {
  two_robots lab;
  run_script{lab.ada, "run"}.create().play();
  lab.grace.link_to_robot = robot_link{"lab:7000", "Grace", "the link to its node was lost"};
  const auto listed = lab.get("/robots");
  REQUIRE(listed.status == 200);
  REQUIRE(listed.body["data"].size() == 2);
  const auto& ada = listed.body["data"][0];
  CHECK(ada["name"] == "ada");
  CHECK(ada["isDefault"] == true);
  CHECK(ada["state"] == "running");
  CHECK(ada["currentRun"] == "run");
  CHECK(ada["link"] == nlohmann::json{{"status", "local"}});
  const auto& grace = listed.body["data"][1];
  CHECK(grace["isDefault"] == false);
  CHECK(grace["state"] == "idle");
  CHECK_FALSE(grace.contains("currentRun"));
  CHECK(grace["link"]["status"] == "lost");
  CHECK(grace["link"]["node"] == "lab:7000");
  CHECK(lab.get("/robots/grace").body["data"] == grace);
}

TEST_CASE("a robot that is not there is told so") {
  two_robots lab;
  CHECK(lab.get("/robots/alan").status == 404);
  CHECK(lab.get("/robots/alan").error_id() == "RobotNotFound");
  const auto runs_of_nobody = lab.get("/robots/alan/runs");
  CHECK(runs_of_nobody.status == 404);
  CHECK(runs_of_nobody.error_id() == "RobotNotFound");
  CHECK(runs_of_nobody.body["errors"][0]["detail"] == "There is no robot alan.");
  CHECK(lab.get("/robots//runs").status == 404);
  CHECK(lab.get("/robots/ada/nothing").status == 404);
  CHECK(lab.post("/robots", nlohmann::json::object()).status == 405);
}
