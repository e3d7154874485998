using System.Text.Json;
using System.Text.RegularExpressions;
using Torghut.Ops.Http;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests;

/// <summary>Every route with the role that it needs, called without it.</summary>
public sealed partial class RoutesTests
{
    private const string Viewer = "viewer-token-of-the-test";
    private const string Actuator = "actuator-token-of-the-test";

    /// <summary>A new route is written here with who may call it; one without a role fails the test.</summary>
    private static readonly (string Method, string Route, Role Role)[] Table =
    [
        ("GET", "/healthz", Role.Anyone),
        ("GET", "/readyz", Role.Anyone),
        ("GET", "/metrics", Role.Anyone),
        ("GET", "/", Role.Anyone),
        ("GET", "/symbols", Role.Anyone),
        ("GET", "/visuals", Role.Anyone),
        ("GET", "/trading", Role.Anyone),
        ("GET", "/decisions/{id}", Role.Anyone),
        ("GET", "/backtests/{id}", Role.Anyone),
        ("GET", "/why", Role.Anyone),
        ("GET", "/snapshot", Role.Anyone),
        ("GET", "/assets/{name}", Role.Anyone),
        ("GET", "/openapi", Role.Anyone),
        ("GET", "/openapi.json", Role.Anyone),
        ("GET", "/api/torghut/symbols", Role.Anyone),
        ("POST", "/api/torghut/symbols", Role.Operator),
        ("POST", "/api/torghut/actuate", Role.Actuator),
        ("GET", "/api/snapshot", Role.Viewer),
        ("GET", "/api/snapshots", Role.Viewer),
        ("GET", "/api/snapshots/{id}", Role.Viewer),
        ("GET", "/api/torghut/ta/bars", Role.Viewer),
        ("GET", "/api/torghut/ta/signals", Role.Viewer),
        ("GET", "/api/torghut/ta/latest", Role.Viewer),
        ("GET", "/api/torghut/ta/ticks", Role.Viewer),
        ("GET", "/api/torghut/ta/stream", Role.Viewer),
        ("GET", "/api/torghut/calendar", Role.Viewer),
        ("GET", "/api/torghut/trading/strategies", Role.Viewer),
        ("GET", "/api/torghut/trading/days", Role.Viewer),
        ("GET", "/api/torghut/trading/summary", Role.Viewer),
        ("GET", "/api/torghut/trading/executions", Role.Viewer),
        ("GET", "/api/torghut/trading/decisions", Role.Viewer),
        ("GET", "/api/torghut/trading/decisions/{id}", Role.Viewer),
        ("GET", "/api/torghut/trading/why", Role.Viewer),
        ("GET", "/api/torghut/backtests", Role.Viewer),
        ("GET", "/api/torghut/backtests/{sha256}", Role.Viewer),
    ];

    private static readonly (Role Role, string? Token)[] Callers =
        [(Role.Anyone, null), (Role.Viewer, Viewer), (Role.Operator, RunningOps.Token), (Role.Actuator, Actuator)];

    private string _folder = "";

    private Dictionary<string, string> Keys => new()
    {
        ["OPS_SYMBOLS_FILE"] = Path.Combine(_folder, "symbols.json"),
        ["OPS_AUDIT_FILE"] = Path.Combine(_folder, "audit.jsonl"),
        ["TORGHUT_OPS_VIEWER_TOKEN"] = Viewer,
        ["TORGHUT_OPS_ACTUATOR_TOKEN"] = Actuator,
    };

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("torghut-ops-routes-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Route_EachByEachRole_OpensToThatRoleAndThoseAbove()
    {
        await using var ops = await RunningOps.StartAsync(Keys);
        var page = (await ops.GetAsync("/openapi")).Body;
        var listed = Row().Matches(page).Select(row => (Method: row.Groups[1].Value, Route: row.Groups[2].Value));
        Assert.That(listed, Is.EquivalentTo(Table.Select(row => (row.Method, row.Route))), "the page lists every endpoint that there is");
        foreach (var (method, route, role) in Table)
        {
            foreach (var (caller, token) in Callers)
            {
                var (status, body, contentType) = await ops.SendAsync(method, route.Replace("{id}", "none", StringComparison.Ordinal), token);
                var expected = caller >= role ? 0 : caller == Role.Anyone ? 401 : 403;
                var seen = status is 401 or 403 ? status : 0;
                Assert.That(seen, Is.EqualTo(expected), $"{method} {route} by {caller}: {body}");
                var isProblem = contentType == "application/problem+json";
                Assert.That(status < 400 || isProblem, Is.True, $"{method} {route} by {caller}: {status} {contentType}");
            }
        }
    }

    [Test]
    public async Task Document_OfTheService_NamesRoutesRolesAndParameters()
    {
        await using var ops = await RunningOps.StartAsync(Keys);
        using var document = JsonDocument.Parse((await ops.GetAsync("/openapi.json")).Body);
        var operations = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()
                .Select(operation => (Method: operation.Name.ToUpperInvariant(), Route: path.Name, operation.Value)))
            .ToArray();
        var expected = Table.Where(row => row.Route.StartsWith("/api/", StringComparison.Ordinal)).ToArray();
        Assert.That(operations.Select(row => (row.Method, row.Route)), Is.EquivalentTo(expected.Select(row => (row.Method, row.Route))));
        Assert.Multiple(() =>
        {
            foreach (var (method, route, operation) in operations)
            {
                var role = expected.Single(row => row.Method == method && row.Route == route).Role;
                Assert.That(operation.TryGetProperty("security", out _), Is.EqualTo(role > Role.Anyone), route);
                Assert.That(operation.GetProperty("description").GetString(), Does.Contain(role.ToString().ToLowerInvariant()));
                Assert.That(operation.GetProperty("summary").GetString(), Is.Not.Empty);
            }

            var bars = operations.Single(operation => operation.Route == "/api/torghut/ta/bars").Value.GetProperty("parameters").EnumerateArray()
                .ToDictionary(parameter => parameter.GetProperty("name").GetString()!, parameter => parameter.GetProperty("in").GetString());
            Assert.That(bars.Keys, Is.EqualTo(new[] { "symbol", "from", "to", "day", "step", "limit", "cursor", "format" }));
            Assert.That(bars.Values, Is.All.EqualTo("query"));

            Assert.That(document.RootElement.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString(),
                Is.EqualTo("bearer"));
        });
    }

    [Test]
    public async Task Change_OverHttp_IsAuditedWithActorAndReason()
    {
        await using var ops = await RunningOps.StartAsync(Keys);
        var response = await ops.PostAsync("/api/torghut/symbols", """{"symbols":["MSFT"],"actor":"ann","reason":"new strategy"}""", Actuator);
        Assert.That(response.Status, Is.EqualTo(200), response.Body);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(
            i => ops.PostAsync("/api/torghut/symbols", $$"""{"symbols":["T{{(char)('A' + i)}}"],"actor":"ann","reason":"at once"}""")));
        var lines = await File.ReadAllLinesAsync(Keys["OPS_AUDIT_FILE"]);
        Assert.That(lines, Has.Length.EqualTo(18));
        Assert.That(lines[0], Does.Contain("\"actor\":\"ann\"").And.Contain("\"phase\":\"intended\"").And.Contain("\"reason\":\"new strategy\""));
        Assert.That(lines[1], Does.Contain("\"phase\":\"done\"").And.Contain("enable MSFT from 127.0.0.1"));
        Assert.That(await File.ReadAllTextAsync(Keys["OPS_AUDIT_FILE"]) + ops.Process.Output, Does.Not.Contain(Actuator).And.Not.Contain(RunningOps.Token));
    }

    [Test]
    public async Task Reading_NoViewerTokenIsConfigured_IsOpen()
    {
        await using var ops = await RunningOps.StartAsync(new Dictionary<string, string>());
        Assert.That((await ops.GetAsync("/api/snapshots")).Status, Is.EqualTo(200));
    }

    /// <summary>Services poll the list without a token; who changed it is for people who may look.</summary>
    [Test]
    public async Task Symbols_InFull_NeedAViewer()
    {
        await using var ops = await RunningOps.StartAsync(Keys);
        Assert.That((await ops.SendAsync("GET", "/api/torghut/symbols", null)).Status, Is.EqualTo(200));
        Assert.That((await ops.SendAsync("GET", "/api/torghut/symbols?full=1", null)).Status, Is.EqualTo(401));
        Assert.That((await ops.SendAsync("GET", "/api/torghut/symbols?format=full", null)).Status, Is.EqualTo(401));
        Assert.That((await ops.SendAsync("GET", "/api/torghut/symbols?full=1", Viewer)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Start_OneTokenForTwoRoles_IsRefused()
    {
        await using var process = ServiceProcess.Start(
            "torghut-ops", new Dictionary<string, string> { ["TORGHUT_OPS_TOKEN"] = "same", ["TORGHUT_OPS_VIEWER_TOKEN"] = "same" });
        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(78), process.Output);
    }

    [GeneratedRegex("<tr><td>(GET|POST)</td><td>(?:<a [^>]*>)?(/[^<]*)<")]
    private static partial Regex Row();
}
