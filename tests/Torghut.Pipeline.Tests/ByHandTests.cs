using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests;

/// <summary>
/// What a person does with a running pipeline: the README's "Follow one trade by hand" as it stands there, requests that are wrong, the printed commands that
/// stop trading and arm it again, and another run on the same data.
/// </summary>
public sealed partial class ByHandTests : DataFolderFixture
{
    private static readonly TimeSpan FillTimeout = TimeSpan.FromMinutes(4);

    [Test]
    [Category("Long")]
    public async Task ReadmeCommands_RunningPipeline_ShowATradeAtEveryStage()
    {
        var environment = Path.Combine(DataFolder, ".sandbox", "env");
        await using var up = SandboxProgram.Start(DataFolder, "up", "--data", Path.Combine(DataFolder, "run"), "--env-file", environment);
        await Eventually.HoldsAsync(() => up.HasExited || Filled().IsMatch(up.Output), "an order is filled", FillTimeout);
        Assert.That(up.HasExited, Is.False, up.Output);

        var output = await BashAsync(ReadmeBlock(), DataFolder);

        Assert.Multiple(() =>
        {
            Assert.That(output, Does.Match(@"\d+ (AAPL|MSFT|NVDA|SPY)  partition \d  offset \d+  \d+ bytes"), "kcat");
            Assert.That(output, Does.Match(@"1\. │ (AAPL|MSFT|NVDA|SPY) .*\n(.*\n)*.*1\. │ (AAPL|MSFT|NVDA|SPY) "), "a microbar and a signal");
            Assert.That(output, Does.Match(@"(buy|sell)\s*\|\s*filled\s*\|\s*[1-9]"), "the decision and its execution");
            Assert.That(output, Does.Contain("\"lease_held\":true"), "/trading/status");
            Assert.That(output, Does.Contain("GREEN").Or.Contain("YELLOW").Or.Contain("RED"), "the snapshot's verdict");
        });

        Assert.That(up.Output, Does.Match(@"market \d\d:\d\d:\d\d New York "), "the status line says whose time it is");
        await EveryService_AskedWrongly_AnswersAProblemAsync(environment);
        await ServiceRole_OfTheRun_CannotUndoItsAuditAsync(environment);
        await StopAndRearm_AsPrinted_ShowOnTheStatusLineAsync(up);
        up.SendSignal(2);
        Assert.That(await up.WaitForExitAsync(), Is.Zero, up.Output);

        // The account, the topics and the database are those of the run before.
        var filled = LastFilled(up.Output);
        await using var again = SandboxProgram.Start(DataFolder, "up", "--data", Path.Combine(DataFolder, "run"), "--env-file", environment);
        await Eventually.HoldsAsync(
            () => again.HasExited || (LastFilled(again.Output) > filled && again.Output.Contains("trading ACTIVE", StringComparison.Ordinal)),
            "another order is filled in the second run", FillTimeout);
        Assert.That(again.HasExited, Is.False, again.Output);
        again.SendSignal(2);
        Assert.That(await again.WaitForExitAsync(), Is.Zero, again.Output);
    }

    /// <summary>A route that is none, a method that its route does not have, a host that is somebody else's; and the universe is ops'.</summary>
    private static async Task EveryService_AskedWrongly_AnswersAProblemAsync(string environment)
    {
        using var http = new HttpClient();
        foreach (var key in new[] { "HEALTH_PORT", "TA_HEALTH_PORT", "TRADING_PORT", "OPS_PORT" })
        {
            foreach (var (method, path, host, status) in new[]
            {
                (HttpMethod.Get, "/nowhere", null, 404), (HttpMethod.Delete, "/healthz", null, 405), (HttpMethod.Get, "/healthz", "attacker.example", 400),
            })
            {
                using var request = new HttpRequestMessage(method, new Uri($"http://127.0.0.1:{Key(environment, key)}{path}"));
                request.Headers.Host = host;
                using var response = await http.SendAsync(request);
                var headers = response.Headers.ToDictionary(header => header.Key, header => string.Join(' ', header.Value));
                Assert.That(((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, headers.GetValueOrDefault("X-Content-Type-Options")),
                    Is.EqualTo((status, "application/problem+json", "nosniff")), $"{key} {method} {path} {host}");
            }
        }

        var trading = await http.GetStringAsync(new Uri($"http://127.0.0.1:{Key(environment, "TRADING_PORT")}/trading/status"));
        using var document = JsonDocument.Parse(trading);
        Assert.That(document.RootElement.GetProperty("universe").GetProperty("source").GetString(), Is.EqualTo("jangar"));
    }

    private static string Key(string environment, string name) =>
        File.ReadLines(environment).Single(line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..].Trim('\'');

    private static async Task ServiceRole_OfTheRun_CannotUndoItsAuditAsync(string environment)
    {
        var dsn = new Uri(Key(environment, "DB_DSN"));
        var user = dsn.UserInfo.Split(':');
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = dsn.Host,
            Port = dsn.Port,
            Database = dsn.AbsolutePath[1..],
            Username = user[0],
            Password = user[1],
        });
        foreach (var statement in new[] { "ALTER TABLE audit_log DISABLE TRIGGER ALL", "DROP TABLE audit_log", "UPDATE audit_log SET canonical = canonical" })
        {
            await using var command = source.CreateCommand(statement);
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.That(refusal!.SqlState, Is.EqualTo(PostgresErrorCodes.InsufficientPrivilege), statement);
        }
    }

    private async Task StopAndRearm_AsPrinted_ShowOnTheStatusLineAsync(ServiceProcess up)
    {
        var rearm = Printed(up, "arm it again:");
        await BashAsync("curl() { command curl -sS --fail-with-body \"$@\"; }\n" + Printed(up, "stop trading:"), DataFolder);
        await Eventually.HoldsAsync(() => up.Output.Contains("trading HALTED latched: emergency_stop", StringComparison.Ordinal), "the stop shows");
        Assert.That(up.Output, Does.Contain("emergency_stop is engaged; arm again: " + rearm));
        await BashAsync("curl() { command curl -sS --fail-with-body \"$@\"; }\n" + rearm, DataFolder);
        await Eventually.HoldsAsync(() => up.Output.TrimEnd().EndsWith("trading ACTIVE", StringComparison.Ordinal), "trading is armed again");
    }

    private static string Printed(ServiceProcess up, string label) =>
        up.Output.Split('\n').First(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..].Trim();

    private static long LastFilled(string output) =>
        Filled().Matches(output).Select(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).LastOrDefault();

    private static string ReadmeBlock()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        return Block().Match(readme).Groups[1].Value;
    }

    private static async Task<string> BashAsync(string script, string folder)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.That(bash.ExitCode, Is.Zero, output + await errors);
        return output;
    }

    [GeneratedRegex(@"filled ([1-9][0-9]*)")]
    private static partial Regex Filled();

    [GeneratedRegex(@"<!-- by-hand -->\s*```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
