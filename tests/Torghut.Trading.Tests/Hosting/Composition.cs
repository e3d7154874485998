using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Torghut.Common.Configuration;
using Torghut.Trading.Hosting;

namespace Torghut.Trading.Tests.Hosting;

/// <summary>The service as it is put together for its least configuration; nothing it names is there, and nothing is started.</summary>
internal static class Composition
{
    /// <param name="more">Settings besides the least ones.</param>
    public static WebApplicationBuilder Create(params IEnumerable<(string Key, string Value)> more)
    {
        var settings = new Dictionary<string, string>
        {
            ["DB_DSN"] = "Host=nowhere",
            ["TA_CLICKHOUSE_URL"] = "http://nowhere",
            ["ALPACA_KEY_ID"] = "k",
            ["ALPACA_SECRET_KEY"] = "s",
            ["TRADING_STATIC_SYMBOLS"] = "AAPL",
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        var options = OptionReader.Read(TradingService.OptionTypes, settings, out _)!;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddRouting().AddSingleton(Prometheus.Metrics.NewCustomRegistry()).AddSingleton(TimeProvider.System);
        foreach (var (type, instance) in options.All)
        {
            builder.Services.AddSingleton(type, instance);
        }

        Registration.Add(builder.Services, options);
        return builder;
    }
}
