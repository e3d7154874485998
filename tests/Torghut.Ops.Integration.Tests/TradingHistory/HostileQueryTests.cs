namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>Whatever anybody writes into a parameter, the answer is a problem that names it, and no store is asked.</summary>
public sealed class HostileQueryTests
{
    private const string Day = "day=2026-08-03";

    private static readonly (string Path, string Parameter)[] Parameters =
    [
        .. from path in new[] { "trading/summary?", "trading/executions?", "trading/decisions?" } from name in new[] { "day", "from", "to" } select (path,
            name),
        .. from path in new[] { $"trading/summary?{Day}&", $"trading/executions?{Day}&", $"trading/decisions?{Day}&" }
           from name in new[] { "symbol", "format" }
           select (path, name),
        .. from path in new[] { $"trading/executions?{Day}&", $"trading/decisions?{Day}&", "backtests?" } from name in new[] { "limit",
            "cursor" } select (path, name),
        ($"trading/decisions?{Day}&", "status"), ("trading/days?to=2026-08-03&", "from"), ("trading/days?from=2026-08-03&", "to"),
        ("trading/why?symbol=AAPL&", "at"), ("trading/why?at=2026-08-03T14:00:00Z&", "symbol"), ("trading/strategies?", "format"),
        ($"trading/summary?{Day}&", "status"), ($"trading/decisions?{Day}&", "order_by"), ("backtests?", "strategy"),
    ];

    private static readonly string[] Values =
    [
        "'", "' OR 1=1 --", "\"", "%00", "A%00B", "\u0000", "../../etc/passwd", "<script>", "-1", "0", "99999999999999999999", "1e3", "NaN", "٣",
            "AAPL;DROP TABLE executions",
        "2026-13-01", "0001-01-01", "9999-12-31", "2026-08-03T13:30:00", "2026-08-03T13:30:00%2B00:00", "$1", "{0}", "\ud83d\ude00", new string('A', 2000),
            "%ff",
        "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ];

    private HistoryStore _store = null!;
    private RunningOps _ops = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _store = await HistoryStores.CreateAsync();
        await AnyTrading.FillAsync(_store, seed: 7);
        _ops = await RunningOps.StartAsync(_store.Keys);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _ops.DisposeAsync();
        await _store.DisposeAsync();
    }

    [TestCaseSource(nameof(Parameters))]
    public async Task Answer_HostileValue_IsABadQueryThatNamesTheParameter((string Path, string Parameter) subject)
    {
        foreach (var value in Values)
        {
            var path = $"/api/torghut/{subject.Path}{subject.Parameter}={Escape(value)}";
            var (status, body, contentType) = await _ops.GetAsync(path);
            Assert.That((status, contentType), Is.EqualTo((400, "application/problem+json")), $"{path}: {body}");
            Assert.That(body, Does.Contain("\"parameter\":\""), path);
        }
    }

    [TestCase("strategy")]
    [TestCase("account")]
    public async Task Answer_HostileName_IsEmptyOrABadQuery(string parameter)
    {
        foreach (var path in new[] { "summary", "executions", "decisions" })
        {
            foreach (var value in Values)
            {
                var (status, body, _) = await _ops.GetAsync($"{ReadHistory.Root}/{path}?{Day}&{parameter}={Escape(value)}");
                Assert.That(status, Is.AnyOf(200, 400), $"{path} {value}: {body}");
                Assert.That(status == 400 || body.Contains("\"items\":[]", StringComparison.Ordinal) || body.Contains("\"total\":0",
                    StringComparison.Ordinal), Is.True, body);
            }
        }
    }

    [TestCase("trading/decisions/%27")]
    [TestCase("trading/decisions/00000000000000000000000000000000")]
    [TestCase("trading/decisions/{00000000-0000-0000-0000-000000000000}")]
    [TestCase("backtests/abc")]
    [TestCase("backtests/ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    public async Task Answer_IdThatIsNone_IsABadQuery(string path) => Assert.That((await _ops.GetAsync($"/api/torghut/{path}")).Status, Is.EqualTo(400));

    [TestCase("trading/decisions/00000000-0000-0000-0000-000000000000")]
    [TestCase("backtests/abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789")]
    public async Task Answer_IdOfNothing_IsNotFound(string path)
    {
        var (status, _, contentType) = await _ops.GetAsync($"/api/torghut/{path}");
        Assert.That((status, contentType), Is.EqualTo((404, "application/problem+json")));
    }

    [TestCase("trading/summary?from=2026-01-01T00:00:00Z&to=2026-04-04T00:00:00Z", Description = "93 days")]
    [TestCase("trading/decisions?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")]
    [TestCase("trading/decisions?from=2026-01-02T00:00:00Z")]
    [TestCase("trading/decisions")]
    [TestCase("trading/days?from=2026-01-01&to=2026-04-03", Description = "93 days")]
    [TestCase("trading/decisions?day=2026-08-03&day=2026-08-04")]
    [TestCase("trading/decisions?day=2026-08-03&from=2026-08-03T00:00:00Z&to=2026-08-04T00:00:00Z")]
    [TestCase("trading/decisions?day=2026-08-03&limit=501")]
    public async Task Answer_UnboundedOrContradictoryRange_IsABadQuery(string path) => Assert.That((await _ops.GetAsync($"/api/torghut/{path}")).Status,
        Is.EqualTo(400));

    private static string Escape(string value) => value.Contains('%', StringComparison.Ordinal) ? value.Replace("'", "%27", StringComparison.Ordinal)
        : Uri.EscapeDataString(value);
}
