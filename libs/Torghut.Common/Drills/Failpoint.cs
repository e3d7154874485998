using System.Globalization;
using System.Text.RegularExpressions;

namespace Torghut.Common.Drills;

/// <summary>What happens at a point, at its n-th hit.</summary>
/// <param name="Name">One of the service's names.</param>
/// <param name="Hit">Which passage of the point acts, from 1.</param>
public sealed partial record Failpoint(string Name, FailpointAction Action, int Hit)
{
    /// <summary>Reads <c>name=kill|stop|throw|delay|hang@n</c>; without <c>@n</c> the first hit acts.</summary>
    /// <returns>Null when the text is no crash point of these names.</returns>
    /// <param name="text">As configured.</param>
    /// <param name="names">The names in use.</param>
    /// <param name="former">The name in use by a former one.</param>
    public static Failpoint? Parse(string text, IReadOnlyList<string> names, IReadOnlyDictionary<string, string> former)
    {
        var match = Form().Match(text);
        var name = former.GetValueOrDefault(match.Groups[1].Value, match.Groups[1].Value);
        if (!match.Success || !names.Contains(name, StringComparer.Ordinal))
        {
            return null;
        }

        var hit = match.Groups[3].Success ? int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture) : 1;
        return new Failpoint(name, Enum.Parse<FailpointAction>(match.Groups[2].Value, ignoreCase: true), hit);
    }

    [GeneratedRegex(@"\A([a-z_]+)=(kill|stop|throw|delay|hang)(?:@([1-9][0-9]{0,5}))?\z")]
    private static partial Regex Form();
}
