using System.Globalization;
using System.Text.RegularExpressions;

namespace Torghut.Ops.Actuation;

/// <summary>An emergency change as the audit has it: all that a later run needs to look what became of it.</summary>
internal sealed partial record EmergencyIntent(string Procedure, string Application, DateTimeOffset At, string By, DateTimeOffset Until)
{
    /// <summary>The repository says otherwise until it is changed too. Lines of versions before do not say it.</summary>
    private const string Reconcile = "GitOps must be reconciled";

    private const string TimePart = @"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)";
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Null for another line.</summary>
    public static EmergencyIntent? Parse(string detail) => Line().Match(detail) is { Success: true } line
        ? new(line.Groups[1].Value, line.Groups[2].Value, Time(line.Groups[3].Value), line.Groups[4].Value, Time(line.Groups[5].Value)) : null;

    /// <summary>To the second, as objects have it.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    public override string ToString() => $"{Procedure} of {Application} at {Text(At)}, self-heal paused by {By} until {Text(Until)}; {Reconcile}";

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.ParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    [GeneratedRegex(@"\A(\S+) of (\S+) at " + TimePart + ", self-heal paused by (.*) until " + TimePart + "(?:; " + Reconcile + @")?\z")]
    private static partial Regex Line();
}
