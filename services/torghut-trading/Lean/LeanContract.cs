namespace Torghut.Trading.Lean;

/// <summary>The order-routing contract between the adapter and the runner, version 1: paths, headers and the words of its problems.</summary>
internal static class LeanContract
{
    public const string Version = "contract_v1";
    public const string Adapter = "lean";

    public const string Submit = "/v1/orders/submit";
    public const string CancelAll = "/v1/orders/cancel-all";
    public const string Orders = "/v1/orders";

    public const string IdempotencyKey = "Idempotency-Key";
    public const string CorrelationId = "X-Correlation-ID";

    /// <summary>Field of an answer that names who placed the order.</summary>
    public const string AdapterField = "_execution_adapter";

    /// <summary>The broker said no, for good.</summary>
    public const string OrderRefused = "order_refused";

    /// <summary>The request is not one of this contract; nothing was sent.</summary>
    public const string BadRequest = "bad_request";

    /// <summary>The id belongs to an order of another content.</summary>
    public const string IdReused = "client_order_id_reused";

    /// <summary>The account's rate limit; nothing was accepted.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The broker could not be reached; nothing was accepted.</summary>
    public const string NotAccepted = "not_accepted";

    /// <summary>The request left and its outcome could not be read.</summary>
    public const string OutcomeUnknown = "outcome_unknown";

    public const string OrderNotFound = "order_not_found";

    /// <summary>The broker could not be read.</summary>
    public const string BrokerUnreadable = "broker_unreadable";
}
