using Torghut.Testing;
using Torghut.Trading.Execution;
using Torghut.Trading.Lean;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Lean;

/// <summary>The bridge's bytes on the wire, as files.</summary>
internal static class LeanGolden
{
    public static string Id { get; } = string.Concat(Enumerable.Repeat("9f", 32));

    public static PlannedOrder Limit { get; } = new("AAPL", OrderSide.Buy, 50m, OrderKind.Limit, 100.05m);

    public static PlannedOrder Market { get; } = new("AAPL", OrderSide.Sell, 50m, OrderKind.Market, null);

    public static LeanOrderRequest Request { get; } = LeanOrderRequest.Of(Limit, Id);

    public static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "Torghut.Trading.Tests", "Golden", "lean", file));

    public static string Text(string file) => System.Text.Encoding.UTF8.GetString(Bytes(file)).TrimEnd('\n');
}
