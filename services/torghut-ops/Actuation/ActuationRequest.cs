using System.Text.Json;

namespace Torghut.Ops.Actuation;

/// <summary>A change that is asked for over HTTP, checked as a whole. It has the words of the command line, and no form for live objects.</summary>
internal sealed record ActuationRequest(ActuateArguments Arguments, string Actor)
{
    /// <summary>Longest request body, bytes.</summary>
    public const int MaxBodyBytes = 16 << 10;

    private const int LongestActor = 100;
    private const int LongestValue = 1_000;
    private const string Known = "change, rollback, change_id, priority_id, force_restart, actor, reason, confirm";

    /// <summary>
    /// Reads <c>{"change": "pause-trading", "actor": "...", "reason": "...", "confirm": "ACTUATE_TORGHUT"}</c>; without <c>confirm</c> it is a plan.
    /// </summary>
    /// <returns>The request, or what is wrong with it.</returns>
    public static (ActuationRequest? Request, string? Problem) Parse(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return (null, "the body must be a JSON object");
        }

        var words = new List<string>();
        var actor = "";
        foreach (var property in body.EnumerateObject())
        {
            if (property.Name == "force_restart" && property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                words.AddRange(property.Value.GetBoolean() ? ["--force-restart"] : []);
                continue;
            }

            if (property.Value.ValueKind != JsonValueKind.String)
            {
                return (null, $"'{Shown(property.Name)}' has a value of another kind than it takes, or is not known here: {Known}");
            }

            var value = property.Value.GetString()!;
            if (value.Length > LongestValue || value.Any(char.IsControl))
            {
                return (null, $"'{Shown(property.Name)}' is longer than {LongestValue} characters, or has others than printable ones");
            }

            if (property.Name == "actor")
            {
                actor = value;
                continue;
            }

            if (WordOf(property.Name) is not { } word)
            {
                return (null, $"'{Shown(property.Name)}' is not known here: {Known}");
            }

            words.AddRange([word, value]);
        }

        // It signs the commit, where angle brackets would begin an address.
        if (string.IsNullOrWhiteSpace(actor) || actor.Length > LongestActor || actor.Any(c => c is '<' or '>'))
        {
            return (null, $"'actor' must be given, as text of at most {LongestActor} printable characters without angle brackets");
        }

        return ActuateArguments.Parse(words) is { } arguments
            ? (new ActuationRequest(arguments, actor), null)
            : (null, "give one of 'change' and 'rollback'; ids are letters, digits, '.', '_' and '-'");
    }

    private static string? WordOf(string name) => name switch
    {
        "change" => "--change",
        "rollback" => "--rollback",
        "change_id" => "--change-id",
        "priority_id" => "--priority-id",
        "reason" => "--reason",
        "confirm" => "--confirm",
        _ => null,
    };

    private static string Shown(string name) => name.Length <= 40 ? name : name[..40] + "…";
}
