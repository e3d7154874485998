namespace Torghut.Trading.OrderReports;

/// <summary>What is stored of orders, as <see cref="OrderReportStore"/> keeps it in Postgres.</summary>
internal interface IOrderReportStore
{
    /// <summary>Takes over what a report says.</summary>
    Task<OrderReportResult> ApplyAsync(string accountLabel, string adapter, OrderReport report, CancellationToken cancellationToken);

    /// <summary>Counts that the broker did not know an order; returns whether that ended it.</summary>
    Task<bool> NotFoundAsync(string accountLabel, string orderId, CancellationToken cancellationToken);
}
