using System.Text.Json;

namespace Torghut.Testing;

/// <summary>
/// What GitHub's OpenAPI description (operation <c>pulls/create</c>, version 2022-11-28) says of a request's body: <c>head</c> and <c>base</c> are required,
/// a title unless it is made of an issue, and these members have these types (<see href="https://docs.github.com/en/rest/pulls/pulls#create-a-pull-request"/>).
/// Members that it does not describe are faults here, for GitHub would leave them out of account.
/// </summary>
public static class PullRequestSchema
{
    private static readonly Dictionary<string, (string Type, Func<JsonElement, bool> Is)> Members = new(StringComparer.Ordinal)
    {
        ["title"] = ("string", IsText),
        ["head"] = ("string", IsText),
        ["head_repo"] = ("string", IsText),
        ["base"] = ("string", IsText),
        ["body"] = ("string", IsText),
        ["maintainer_can_modify"] = ("boolean", IsFlag),
        ["draft"] = ("boolean", IsFlag),
        ["issue"] = ("integer of 1 and more", value => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 1),
    };

    public static IEnumerable<string> Faults(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            yield return "the body is no object";
            yield break;
        }

        foreach (var member in new[] { "head", "base" }.Where(name => !body.TryGetProperty(name, out _)))
        {
            yield return $"{member} is required";
        }

        if (!body.TryGetProperty("title", out _) && !body.TryGetProperty("issue", out _))
        {
            yield return "title or issue is required";
        }

        foreach (var member in body.EnumerateObject())
        {
            if (!Members.TryGetValue(member.Name, out var described))
            {
                yield return $"{member.Name} is not described";
            }
            else if (!described.Is(member.Value))
            {
                yield return $"{member.Name} is no {described.Type}";
            }
        }
    }

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool IsFlag(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;
}
