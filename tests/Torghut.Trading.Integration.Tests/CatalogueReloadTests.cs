using System.Text.Json;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>The catalogue's file changes under the running service.</summary>
public sealed class CatalogueReloadTests
{
    [Test]
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
            if (bad[i].Field.Length > 0) Assert.That(catalogue.GetProperty("problems")[0].GetProperty("field").GetString(), Is.EqualTo(bad[i].Field));
            Assert.That(catalogue.GetProperty("problems")[0].GetProperty("file").GetString(), Is.EqualTo(stack.CataloguePath));
        }

        File.Delete(stack.CataloguePath);
        await Eventually.HoldsAsync(async () => (await CatalogueAsync(stack)).GetProperty("refused").GetInt64() > bad.Length, "the missing file is noticed");
        Assert.That((await CatalogueAsync(stack)).GetProperty("digest").GetString(), Is.EqualTo(digest));
        Assert.That(stack.Process.Output, Does.Contain("catalogue_refused"));
        Assert.That(await stack.TextAsync("/metrics"), Does.Contain("torghut_trading_catalogue_refused_total"));

        await File.WriteAllTextAsync(stack.CataloguePath, good.Replace("5000", "4000", StringComparison.Ordinal));
        await Eventually.HoldsAsync(async () => (await CatalogueAsync(stack)).GetProperty("digest").GetString() != digest, "the new one is in force");
        Assert.That((await CatalogueAsync(stack)).GetProperty("problems").GetArrayLength(), Is.Zero);
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE qty = 40", 1);
    }

    private static async Task<JsonElement> CatalogueAsync(TradingStack stack) => (await stack.StatusAsync()).GetProperty("catalogue");
}
