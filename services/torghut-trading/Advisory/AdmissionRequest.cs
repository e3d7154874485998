namespace Torghut.Trading.Advisory;

/// <param name="AccountLabel">The account.</param>
/// <param name="Endpoint">Who would be asked.</param>
/// <param name="Tokens">The most tokens that it can take: a token is at least one byte of the request.</param>
/// <param name="Cost">The most that those cost, USD.</param>
internal sealed record AdmissionRequest(string AccountLabel, string Endpoint, long Tokens, decimal Cost);
