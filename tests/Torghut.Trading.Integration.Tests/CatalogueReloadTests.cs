using System.Text.Json;
using System.Text.RegularExpressions;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>The catalogue's file changes under the running service.</summary>
public sealed class CatalogueReloadTests
{
    [Test]
    [Category("Long")]
    public async Task Reload_BadFiles_LastGoodStaysAndEachIsNamed()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        var digest = (await CatalogueAsync(stack)).GetProperty("digest").GetString();
        var good = await File.ReadAllTextAsync(stack.CataloguePath);
        (string Text, string Field)[] bad =
        [
            ("strategies:\n  - name: dip\n    type: [macd", ""),
            ("strategies:\n  - name: dip\n    type: macd_rsi\n  - name: dip\n    type: macd_rsi\n", "strategies[1].name"),
            ("strategies:\n  - name: dip\n    type: macd_rsi\n    colour: red\n", "strategies[0].colour"),
            (good[..(good.Length / 2)], ""),
        ];
        for (var i = 0; i < bad.Length; i++)
        {
            await File.WriteAllTextAsync(stack.CataloguePath, bad[i].Text);
            var refused = i + 1;
            await Eventually.HoldsAsync(async () => (await CatalogueAsync(stack)).GetProperty("refused").GetInt64() >= refused, $"file {i} is refused");
            var catalogue = await CatalogueAsync(stack);
            Assert.That(catalogue.GetProperty("digest").GetString(), Is.EqualTo(digest), "the last good one stays");
            if (bad[i].Field.Length > 0)
            {
                Assert.That(catalogue.GetProperty("problems")[0].GetProperty("field").GetString(), Is.EqualTo(bad[i].Field));
            }

            var problem = catalogue.GetProperty("problems")[0];
            var (line, field) = (problem.GetProperty("line").GetInt64(), problem.GetProperty("field").GetString());
            Assert.That(problem.GetProperty("file").GetString(), Is.EqualTo(stack.CataloguePath));
            Assert.That(line, Is.GreaterThan(0));
            Assert.That(await stack.TextAsync("/metrics"),
                Does.Contain($"torghut_trading_catalogue_problem{{file=\"{stack.CataloguePath}\",line=\"{line}\",field=\"{field}\"}} 1"));
            Assert.That(
                stack.Process.Output, Does.Match($"{Regex.Escape(stack.CataloguePath)}:{line}(:[0-9]+)?: {Regex.Escape(field!)}"),
                "the log names file, line and field");
        }

        File.Delete(stack.CataloguePath);
        await Eventually.HoldsAsync(async () => (await CatalogueAsync(stack)).GetProperty("refused").GetInt64() > bad.Length, "the missing file is noticed");
        Assert.That((await CatalogueAsync(stack)).GetProperty("digest").GetString(), Is.EqualTo(digest));
        Assert.That(stack.Process.Output, Does.Contain("catalogue_refused"));
        Assert.That(await stack.TextAsync("/metrics"), Does.Match("torghut_trading_catalogue_refused_total [1-9]"));

        await File.WriteAllTextAsync(stack.CataloguePath, good.Replace("5000", "4000", StringComparison.Ordinal));
        await Eventually.HoldsAsync(async () => (await CatalogueAsync(stack)).GetProperty("digest").GetString() != digest, "the new one is in force");
        Assert.That((await CatalogueAsync(stack)).GetProperty("problems").GetArrayLength(), Is.Zero);
        Assert.That(await stack.TextAsync("/metrics"), Does.Not.Contain("torghut_trading_catalogue_problem{"), "a file in force has no problems");
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE qty = 40", 1);
    }

    /// <summary>The file is hostile and still there at the next start: the last good catalogue is in force, an exit is decided, and it is said.</summary>
    [Test]
    [Category("Long")]
    public async Task Start_OnAHostileFile_LastGoodOfTheDatabaseIsInForce()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await File.WriteAllTextAsync(stack.CataloguePath, "strategies: " + new string('[', 60_000) + new string(']', 60_000));
        await Eventually.HoldsAsync(async () => (await CatalogueAsync(stack)).GetProperty("refused").GetInt64() > 0, "it is refused");
        await stack.StopAsync();
        stack.Launch();
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    return (await CatalogueAsync(stack)).GetProperty("origin").GetString() == "database";
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the database's catalogue is in force");
        var catalogue = await CatalogueAsync(stack);
        Assert.That(catalogue.GetProperty("problems")[0].GetProperty("reason").GetString(), Does.Contain("nested deeper than 20 levels"));
        await Eventually.HoldsAsync(() => stack.Process.Output.Contains("catalogue_restored", StringComparison.Ordinal), "the log says so");
        await Eventually.HoldsAsync(async () => (await stack.GetAsync("/readyz")).Status == 200, "it is ready: exits are decided");
        var at = await stack.JustNowAsync();
        await stack.Tables.PriceAsync("AAPL", at, 100);
        await stack.Tables.SellAsync("AAPL", at);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE side = 'sell' AND status = 'filled'", 1);
    }

    [Test]
    [Category("Long")]
    public async Task Reload_FileBeingWritten_ItsFirstHalvesAreNeverInForce()
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Environment["TRADING_STRATEGY_RELOAD_SECONDS"] = "3";
        await stack.StartAsync();
        var before = (await CatalogueAsync(stack)).GetProperty("digest").GetString();
        var whole = "strategies:\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"  - name: s{i}\n    type: macd_rsi\n"));
        var digests = new HashSet<string?>();
        await using (var file = new FileStream(stack.CataloguePath, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            // Each entry that is complete would be a catalogue of its own; the file grows for longer than the service waits between two looks.
            foreach (var line in whole.Split('\n').SkipLast(1))
            {
                await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
                await file.FlushAsync();
                digests.Add((await CatalogueAsync(stack)).GetProperty("digest").GetString());
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }

        Assert.That(digests, Is.EquivalentTo(new[] { before }), "nothing changed while the file grew");
        await Eventually.HoldsAsync(async () => (await CatalogueAsync(stack)).GetProperty("strategies").GetArrayLength() >= 40, "the whole file is in force");
        Assert.That((await CatalogueAsync(stack)).GetProperty("refused").GetInt64(), Is.Zero);
    }

    private static async Task<JsonElement> CatalogueAsync(TradingStack stack) => (await stack.StatusAsync()).GetProperty("catalogue");
}
