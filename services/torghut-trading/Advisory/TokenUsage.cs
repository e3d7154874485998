namespace Torghut.Trading.Advisory;

/// <summary>What a request took, as it is booked.</summary>
/// <param name="Tokens">Tokens of the prompt and the answer.</param>
/// <param name="Cost">What they cost, USD.</param>
/// <param name="IsAboveLimit">Whether that is more than the request allowed: the endpoint does not keep to its limit of tokens.</param>
internal readonly record struct TokenUsage(long Tokens, decimal Cost, bool IsAboveLimit);
