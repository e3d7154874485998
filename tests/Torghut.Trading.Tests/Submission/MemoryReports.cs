using Torghut.Trading.OrderReports;

namespace Torghut.Trading.Tests.Submission;

/// <summary>Keeps the reports that reach the store, and says of each what a test wants.</summary>
internal sealed class MemoryReports : IOrderReportStore
{
    public List<(string AccountLabel, OrderReport Report)> Reports { get; } = [];

    public OrderReportResult Result { get; set; } = new(true, true, true, false, false, null, 0);

    public Task<OrderReportResult> ApplyAsync(string accountLabel, string adapter, OrderReport report, CancellationToken cancellationToken)
    {
        Reports.Add((accountLabel, report));
        return Task.FromResult(Result);
    }

    public Task<bool> NotFoundAsync(string accountLabel, string orderId, CancellationToken cancellationToken) => Task.FromResult(false);
}
