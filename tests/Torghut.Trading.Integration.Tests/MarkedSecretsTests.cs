using System.Globalization;
using Dapper;
using Torghut.Common.Configuration;
using Torghut.Sandbox.Alpaca;
using Torghut.Testing;
using Torghut.Trading.Hosting;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.LeanRunner;

namespace Torghut.Trading.Integration.Tests;

/// <summary>A run in which every secret key holds a marked value, through success, refusals and outages: the mark appears nowhere.</summary>
public sealed class MarkedSecretsTests
{
    private const string Mark = "zqmark";

    private static IReadOnlyList<string> SecretKeys { get; } =
        [.. TradingService.OptionTypes.Concat(LeanRunnerService.OptionTypes).SelectMany(OptionKey.Of).Where(key => key.Attribute.Secret).Select(key => key.Name)
        .Distinct()];

    /// <summary>Addresses that have to lead to a database, with a marked password in them.</summary>
    private static IReadOnlyList<string> DatabaseKeys { get; } = ["DB_DSN", "DB_MIGRATION_DSN"];

    [Test]
    [Category("Long")]
    public async Task Run_EverySecretMarked_TheMarkAppearsNowhere()
    {
        Assert.That(SecretKeys, Has.Count.GreaterThanOrEqualTo(8));
        await using var stack = await TradingStack.CreateAsync(
            new AlpacaSimulatorOptions { PartialFills = 0, KeyId = MarkOf("ALPACA_KEY_ID"), SecretKey = MarkOf("ALPACA_SECRET_KEY") });
        await MarkEverythingAsync(stack);
        await using var bridge = await LeanBridge.StartAsync(stack.Broker, [.. SecretKeys.Select(key => (key, stack.Environment[key]))]);
        bridge.Use(stack);
        await using var chat = await ChatEndpoint.StartAsync("approve");
        foreach (var (key, value) in new[]
        {
            ("LLM_ENABLED", "true"), ("LLM_BASE_URL", chat.Address.ToString()), ("LLM_SELF_HOSTED_BASE_URL", chat.Address.ToString()), ("LLM_MODEL", "m-1"),
        })
        {
            stack.Environment[key] = value;
        }

        stack.Environment["TRADING_LEAN_RUNNER_TOKEN"] = MarkOf("TRADING_LEAN_RUNNER_TOKEN");
        var seen = new List<(string Where, string Text)>();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled' AND adapter = 'lean'", 1);
        await stack.CountsAsync("SELECT count(*) FROM llm_decision_reviews WHERE outcome = 'ok'", 1);
        await FailAsync(stack, seen);
        await LookAsync(stack, seen);
        seen.AddRange(await ReviewsAsync(stack, chat));
        await CommandsAsync(stack, seen);
        seen.Add(("runner's log", bridge.Runner.Output));
        seen.Add(("log", stack.Process.Output));
        Assert.That(stack.Process.Output, Does.Contain("tick_failed"), "the run had failures to talk about");
        foreach (var (where, text) in seen)
        {
            Assert.That(text, Does.Not.Contain(Mark), where);
        }

        var account = (await stack.Broker.Client.GetAccountAsync(CancellationToken.None)).AccountNumber;
        Assert.That(account, Is.Not.Empty);
        foreach (var (where, text) in seen.Where(one => one.Where.StartsWith("llm", StringComparison.Ordinal) || one.Where is "log" or "/metrics"))
        {
            Assert.That(text, Does.Not.Contain(account), $"the account's number: {where}");
        }
    }

    private static string MarkOf(string key) => $"{Mark}-{key.ToLowerInvariant().Replace('_', '-')}";

    private static async Task MarkEverythingAsync(TradingStack stack)
    {
        foreach (var key in SecretKeys.Except(DatabaseKeys))
        {
            stack.Environment[key] = MarkOf(key);
        }

        await using var connection = await stack.Database.OpenConnectionAsync();
        foreach (var key in DatabaseKeys)
        {
            var role = $"{stack.DatabaseName}_{key.ToLowerInvariant()}";
            await connection.ExecuteAsync($"CREATE ROLE \"{role}\" LOGIN SUPERUSER PASSWORD '{MarkOf(key)}'");
            stack.Environment[key] = new UriBuilder(stack.Environment[key]) { UserName = role, Password = MarkOf(key) }.Uri.ToString();
        }
    }

    /// <summary>Things that go wrong and are reported: refusals, a broker that does not know us, a database that is gone.</summary>
    private static async Task FailAsync(TradingStack stack, List<(string, string)> seen)
    {
        var post = new { method = "POST", path = "/v2/orders" };
        await stack.Broker.FaultAsync(new { kind = "rest_error", when = "before", status = 401, message = "unauthorized.", match = post });
        await stack.SignalBuyAsync("MSFT");
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status IN ('broker_rejected', 'filled')", 2);
        await stack.Broker.FaultAsync(new
        {
            kind = "rest_error",
            when = "before",
            status = 500,
            message = "internal",
            match = new
            {
                method = "GET",
                path = "/v2/positions"
            }
        });
        await Eventually.HoldsAsync(() => stack.Process.Output.Contains("reconcile_failed", StringComparison.Ordinal)
            || stack.Process.Output.Contains("broker_failed", StringComparison.Ordinal), "a read fails at the broker");
        foreach (var token in new[] { "wrong", TradingStack.OperatorToken })
        {
            foreach (var path in new[]
            {
                "/trading/emergency-stop", "/trading/rearm", "/trading/strategies/x/resume", "/trading/external-orders/x/acknowledge",
            })
            {
                seen.Add((path, (await stack.PostAsync(path, token, new { reason = "walk", actor = "tester" })).Body.ToString()));
            }
        }

        await Infrastructure.SetReachableAsync(stack.DatabaseName, false);
        try
        {
            await Eventually.HoldsAsync(async () => (await stack.GetAsync("/trading/health")).Status == 503, "the database is gone");
            foreach (var path in new[] { "/trading/health", "/trading/decisions", "/trading/autonomy", "/db-check", "/readyz" })
            {
                seen.Add((path + " without database", (await stack.GetAsync(path)).Body.ToString()));
            }
        }
        finally
        {
            await Infrastructure.SetReachableAsync(stack.DatabaseName, true);
            stack.Database.Clear();
        }

        await Eventually.HoldsAsync(async () => (await stack.GetAsync("/trading/health")).Status == 200, "the database is back");
        seen.Add(
            ("stop", (await stack.PostAsync("/trading/emergency-stop", MarkOf("TRADING_OPERATOR_TOKEN"), new
            {
                reason = "drill",
                actor = "tester"
            })).Body.ToString()));
        await stack.CountsAsync("SELECT count(*) FROM audit_log WHERE kind = 'latch_engaged'", 1);
    }

    private static async Task LookAsync(TradingStack stack, List<(string, string)> seen)
    {
        var hash = await stack.QueryAsync<string>("SELECT decision_hash FROM trade_decisions LIMIT 1");
        foreach (var path in new[] { "/", "/metrics", "/healthz", "/readyz", "/openapi.json", "/db-check", "/trading/status", "/trading/metrics",
            "/trading/health", "/trading/decisions", "/trading/executions", $"/trading/decisions/{hash}/explain", "/trading/autonomy",
            "/trading/llm-evaluation" })
        {
            seen.Add((path, await stack.AnyTextAsync(path)));
        }

        await using var connection = await stack.Database.OpenConnectionAsync();
        foreach (var table in await connection.QueryAsync<string>("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"))
        {
            seen.Add((table, string.Join('\n', await connection.QueryAsync<string>($"SELECT t::text FROM \"{table}\" t"))));
        }
    }

    /// <summary>What went to the provider, which gives back the key that it was sent, and what is stored of it: bytes as text.</summary>
    private static async Task<IEnumerable<(string, string)>> ReviewsAsync(TradingStack stack, ChatEndpoint chat)
    {
        Assert.That(chat.Requests, Is.Not.Empty);
        var stored = await stack.QueryAsync<string>(
            "SELECT string_agg(encode(request, 'escape') || encode(coalesce(response, ''), 'escape'), ' ') FROM llm_decision_reviews");
        Assert.That(stored, Does.Contain("you sent Bearer ***"));
        return [.. chat.Requests.Select(body => ("llm request", body)), ("llm bytes", stored)];
    }

    /// <summary>What the program's other ways to be called print: help, commands, and the report of a configuration that is wrong.</summary>
    private static async Task CommandsAsync(TradingStack stack, List<(string, string)> seen)
    {
        foreach (var arguments in new string[][] { ["--help"], ["migrate"], ["audit", "verify"], ["lean-runner", "--help"] })
        {
            await using var process = ServiceProcess.Start("torghut-trading", stack.Environment, arguments);
            await process.WaitForExitAsync();
            seen.Add((string.Join(' ', arguments), process.Output));
        }

        var wrong = new Dictionary<string, string>(stack.Environment)
        {
            ["TRADING_POLL_MS"] = "soon",
            ["TRADING_PORT"] = ServiceProcess.FreePort()
            .ToString(CultureInfo.InvariantCulture)
        };
        wrong["DB_DSN"] += "?nonsense=%%";
        await using var refused = ServiceProcess.Start("torghut-trading", wrong);
        Assert.That(await refused.WaitForExitAsync(), Is.Not.Zero);
        seen.Add(("a refused configuration", refused.Output));
    }
}
