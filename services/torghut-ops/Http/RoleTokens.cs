using Torghut.Common.Http;

namespace Torghut.Ops.Http;

/// <summary>Which token opens what.</summary>
internal sealed class RoleTokens(OpsOptions options, TokenGuard guard)
{
    /// <summary>Whether the request may pass, or how to answer it. Reading is open to all until a viewer's token is configured.</summary>
    public Problem? Refuse(HttpRequest request, Role role)
    {
        if (role == Role.Anyone || (role == Role.Viewer && options.ViewerToken.Length == 0))
        {
            return null;
        }

        (Role Role, string Token)[] tokens =
            [(Role.Viewer, options.ViewerToken), (Role.Operator, options.Token), (Role.Actuator, options.ActuatorToken)];
        var known = Array.FindAll(tokens, pair => pair.Token.Length > 0);
        return guard.Refuse(
            request, [.. known.Where(pair => pair.Role >= role).Select(pair => pair.Token)],
            [.. known.Where(pair => pair.Role < role).Select(pair => pair.Token)]);
    }
}
