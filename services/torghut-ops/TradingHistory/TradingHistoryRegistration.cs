using Torghut.Ops.Snapshots;
using Torghut.Ops.TradingHistory.Explanations;
using Torghut.Ops.TradingHistory.NoTrades;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.TradingHistory;

internal static class TradingHistoryRegistration
{
    public static IServiceCollection AddTradingHistory(this IServiceCollection services) => services
        .AddSingleton(provider => new HistoryDatabase(PostgresSource.Open(
            provider.GetRequiredService<TargetOptions>(), HistoryDatabase.MaxConnections, provider.GetRequiredService<TradingHistoryOptions>().QueryTimeout)))
        .AddSingleton(provider => new DerivedRows(SnapshotRegistration.ClickHouse(provider), provider.GetRequiredService<TargetOptions>()))
        .AddSingleton<NoTradeReader>();
}
