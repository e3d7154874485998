namespace Torghut.Trading.OrderReports;

/// <summary>A record of the stream says of an order what cannot be: more filled than ordered, another symbol or side. A retry cannot help.</summary>
internal sealed class OrderReportRefusedException(string reason) : Exception(reason);
