using Torghut.Common.Http;

namespace Torghut.Trading.Api;

/// <summary>Who may change something.</summary>
internal static class BearerToken
{
    /// <summary>Null when the request may pass, otherwise the problem to answer with.</summary>
    /// <param name="request">It.</param>
    /// <param name="expected">The token that opens; empty closes the endpoint.</param>
    /// <param name="other">A token that is valid, but not for this.</param>
    /// <param name="alwaysHeard">Whether a right token passes however many wrong ones came before: for what makes things safer, and for orders.</param>
    public static IResult? Refuse(HttpRequest request, string expected, string other = "", bool alwaysHeard = false) =>
        request.HttpContext.RequestServices.GetRequiredService<TokenGuard>().Refuse(request, expected, other, alwaysHeard) is { } problem
            ? ApiResponse.Problem(problem.Status, problem.Type, problem.Detail)
            : null;
}
