using System.Globalization;
using System.Text.RegularExpressions;

namespace Torghut.Common.Drills;

/// <summary>What happens at a point, at its n-th hit.</summary>
/// <param name="Name">One of the service's names.</param>
/// <param name="Hit">Which passage of the point acts, from 1.</param>
public sealed partial record Failpoint(string Name, FailpointAction Action, int Hit)
{
    /// <summary>Reads <c>name=kill|stop|throw|delay@n</c>; without <c>@n</c> the first hit acts. Null when the text is no crash point of these names.</summary>
    public static Failpoint? Parse(string text, IReadOnlyList<string> names)
    {
        var match = Form().Match(text);
        if (!match.Success || !names.Contains(match.Groups[1].Value, StringComparer.Ordinal))
        {
            return null;
        }

        var hit = match.Groups[3].Success ? int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture) : 1;
        return new Failpoint(match.Groups[1].Value, Enum.Parse<FailpointAction>(match.Groups[2].Value, ignoreCase: true), hit);
    }

    [GeneratedRegex(@"\A([a-z_]+)=(kill|stop|throw|delay)(?:@([1-9][0-9]{0,5}))?\z")]
    private static partial Regex Form();
}
