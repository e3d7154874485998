using Torghut.Alpaca;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Execution;
using Torghut.Trading.Lean;

namespace Torghut.Trading.LeanRunner;

/// <summary>Places orders, once for each client order id: a submission that comes again is answered with the order it led to.</summary>
internal sealed class LeanOrderService(IAlpacaTradingClient client)
{
    /// <param name="request">What is wanted.</param>
    /// <param name="permit">Asked before the request to the broker leaves.</param>
    /// <param name="cancellationToken">Cuts it off.</param>
    public async Task<LeanSubmission> SubmitAsync(LeanOrderRequest request, ISendPermit permit, CancellationToken cancellationToken)
    {
        try
        {
            return new LeanSubmission.Placed(
                await SendPermit.UnderAsync(permit, () => client.SubmitOrderAsync(Translate(request), cancellationToken)), false);
        }
        catch (AlpacaApiException failure)
        {
            return AlpacaBroker.Classify(failure) switch
            {
                SubmitOutcome.Duplicate => await FindAsync(request, cancellationToken),
                var outcome => new LeanSubmission.Failed(outcome),
            };
        }
    }

    /// <exception cref="FormatException">The contract allows the order and this broker's interface has no word for it.</exception>
    public static OrderRequest Translate(LeanOrderRequest request) => new()
    {
        Symbol = request.Symbol,
        Side = Word<OrderSide>(request.Side, "side"),
        Type = Word<OrderType>(request.OrderType, "order_type") switch
        {
            OrderType.TrailingStop => throw new FormatException("order_type 'trailing_stop' is not part of the contract."),
            OrderType.Limit or OrderType.StopLimit when request.LimitPrice is null => throw new FormatException("limit_price is needed for this order_type."),
            OrderType.Stop or OrderType.StopLimit when request.StopPrice is null => throw new FormatException("stop_price is needed for this order_type."),
            var type => type,
        },
        TimeInForce = Word<TimeInForce>(request.TimeInForce, "time_in_force"),
        ClientOrderId = request.ClientOrderId,
        Qty = request.Qty,
        LimitPrice = request.LimitPrice,
        StopPrice = request.StopPrice,
    };

    private async Task<LeanSubmission> FindAsync(LeanOrderRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var known = await client.GetOrderByClientOrderIdAsync(request.ClientOrderId, cancellationToken);
            if (known is null)
            {
                return new LeanSubmission.Failed(new SubmitOutcome.Unknown("the broker knows the id and does not show its order"));
            }

            return IsSame(AlpacaMapping.Order(known), request) ? new LeanSubmission.Placed(known, true) : new LeanSubmission.IdReused();
        }
        catch (AlpacaApiException failure)
        {
            return new LeanSubmission.Failed(new SubmitOutcome.Unknown(failure.Message));
        }
    }

    /// <summary>Whether the order that an id belongs to is the one that is asked for.</summary>
    public static bool IsSame(BrokerOrder order, LeanOrderRequest request) =>
        order.Symbol == request.Symbol
        && order.Side == request.Side
        && order.Qty == request.Qty
        && order.Type == request.OrderType
        && order.LimitPrice == request.LimitPrice
        && order.StopPrice == request.StopPrice;

    private static T Word<T>(string word, string field)
        where T : struct, Enum =>
        Enum.TryParse<T>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var value) && !char.IsDigit(word[0])
        && Convert.ToInt32(value, null) != 0
            ? value
            : throw new FormatException($"{field} '{word}' is not known.");
}
