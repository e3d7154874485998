using Torghut.Common.Http;

namespace Torghut.Ops.Http;

/// <summary>Checks the bearer token that changes need.</summary>
internal sealed class OperatorToken(OpsOptions options, TokenGuard guard)
{
    /// <summary>The answer for a request that may not change anything; null for one that may.</summary>
    public IResult? Refuse(HttpRequest request) =>
        guard.Refuse(request, options.Token) is { } problem ? Problems.Of(problem.Status, problem.Type, problem.Detail) : null;
}
