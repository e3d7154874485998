using System.Globalization;
using System.Text;
using System.Text.Json;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Lean;

/// <summary>
/// What a runner's answer to a submission means. Only an answer that says so in the contract's own words is a refusal or proves that nothing was
/// accepted; whatever else comes back may hide an order and is unknown.
/// </summary>
internal static class LeanResponse
{
    private const int MaxDepth = 32;
    private const string ProblemPrefix = "urn:torghut:problem:";

    public static SubmitOutcome Read(int status, ReadOnlyMemory<byte> body, LeanOrderRequest request, DateTimeOffset? retryAt) =>
        status is 200 or 201 ? ReadOrder(body, request) : ReadProblem(status, body, retryAt);

    private static SubmitOutcome ReadOrder(ReadOnlyMemory<byte> body, LeanOrderRequest request)
    {
        BrokerOrder order;
        try
        {
            order = AlpacaMapping.Order(OrderJson.Parse(Encoding.UTF8.GetString(body.Span)));
        }
        catch (FormatException broken)
        {
            return new SubmitOutcome.Unknown($"the runner's answer cannot be read: {broken.Message}");
        }

        return Mismatch(order, request) is { } field
            ? new SubmitOutcome.Unknown($"the runner answered with an order of another {field}")
            : new SubmitOutcome.Accepted(order);
    }

    private static string? Mismatch(BrokerOrder order, LeanOrderRequest request)
    {
        if (order.ClientOrderId != request.ClientOrderId)
        {
            return "client_order_id";
        }

        if (order.Symbol != request.Symbol)
        {
            return "symbol";
        }

        if (order.Side != request.Side)
        {
            return "side";
        }

        return order.Qty == request.Qty ? null : "qty";
    }

    private static SubmitOutcome ReadProblem(int status, ReadOnlyMemory<byte> body, DateTimeOffset? retryAt)
    {
        var (type, code, detail) = ReadFields(body);
        return (status, type) switch
        {
            (422, LeanContract.OrderRefused) => new SubmitOutcome.Refused(code ?? "refused", detail ?? "refused"),
            (403, "trading_disabled" or "kill_switch_enabled") => new SubmitOutcome.Refused(type, detail ?? type),

            // A body that the runner could not take was not handed on, whatever its implementation calls that.
            (400 or 422, LeanContract.BadRequest or null) => new SubmitOutcome.Refused("invalid_order", detail ?? "the runner did not take the request"),
            (401 or 403, "unauthorised" or "endpoint_closed") => new SubmitOutcome.NotAccepted("runner_unauthorised", null, MayGoElsewhere: true),
            (429, LeanContract.RateLimited) => new SubmitOutcome.NotAccepted(LeanContract.RateLimited, retryAt),
            (503, LeanContract.NotAccepted) => new SubmitOutcome.NotAccepted("broker_unreachable", null, MayGoElsewhere: true),
            _ => new SubmitOutcome.Unknown(string.Create(CultureInfo.InvariantCulture, $"the runner answered {status} {type ?? "without a known reason"}")),
        };
    }

    /// <summary>The contract's word, the broker's code and the text of a problem; nulls where the body is none.</summary>
    private static (string? Type, string? Code, string? Detail) ReadFields(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return default;
            }

            var type = Text(root, "type");
            return (type is not null && type.StartsWith(ProblemPrefix, StringComparison.Ordinal) ? type[ProblemPrefix.Length..] : null, Text(root, "code"),
                Text(root, "detail"));
        }
        catch (JsonException)
        {
            // A body that is no JSON explains nothing; the status alone then decides, towards unknown.
            return ("unreadable", null, null);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
