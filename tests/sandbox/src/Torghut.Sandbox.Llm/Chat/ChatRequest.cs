using System.Text.Json;

namespace Torghut.Sandbox.Llm.Chat;

/// <summary>A request for a completion, checked as OpenAI checks it.</summary>
/// <param name="Model">The model that answers.</param>
/// <param name="MaxTokens">Most tokens of the answer, hidden reasoning included; null for as many as it takes.</param>
/// <param name="User">The last message of the user.</param>
/// <param name="PromptTokens">How long all messages are.</param>
internal sealed record ChatRequest(ModelProfile Model, int? MaxTokens, string User, int PromptTokens)
{
    /// <summary>A token is about four bytes of English.</summary>
    private const int BytesOfToken = 4;

    private static readonly string[] Roles = ["system", "developer", "user", "assistant"];

    private static readonly string[] Known =
    [
        "model", "messages", "max_tokens", "max_completion_tokens", "temperature", "response_format", "n", "stream", "top_p", "seed", "user", "stop", "store",
        "metadata", "presence_penalty", "frequency_penalty", "logprobs", "reasoning_effort", "service_tier", "safety_identifier",
    ];

    /// <param name="body">The request's body.</param>
    /// <param name="profile">What the model takes, where the script says that instead of the model.</param>
    /// <exception cref="ChatRefusal">It cannot be answered.</exception>
    public static ChatRequest Read(string body, Func<ModelProfile, ModelProfile> profile)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            throw ChatRefusal.Invalid("We could not parse the JSON body of your request.", null);
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw ChatRefusal.Invalid("We could not parse the JSON body of your request.", null);
            }

            if (root.EnumerateObject().Select(one => one.Name).FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            {
                throw ChatRefusal.Invalid($"Unrecognized request argument supplied: {unknown}", null);
            }

            var name = Text(root, "model") ?? throw ChatRefusal.Invalid("you must provide a model parameter", null);
            var model = profile(ModelProfile.Of(name) ?? throw ChatRefusal.Model(name));
            CheckSampling(root, model);
            CheckFormat(root, model);
            var messages = Messages(root);
            return new ChatRequest(
                model,
                MaxTokensOf(root, model),
                messages.LastOrDefault(message => message.Role == "user").Content ?? "",
                messages.Sum(message => TokensOf(message.Content)));
        }
    }

    public static int TokensOf(string text) => (System.Text.Encoding.UTF8.GetByteCount(text) + BytesOfToken - 1) / BytesOfToken;

    private static IReadOnlyList<(string Role, string Content)> Messages(JsonElement root)
    {
        if (!root.TryGetProperty("messages", out var messages))
        {
            throw ChatRefusal.Invalid("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
        }

        if (messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
        {
            throw ChatRefusal.Invalid("Invalid 'messages': expected an array of at least one message.", "messages", "invalid_type");
        }

        return [.. messages.EnumerateArray().Select((message, at) =>
        {
            var role = Text(message, "role");
            return role is not null && Roles.Contains(role) && Text(message, "content") is { } content
                ? (role, content)
                : throw ChatRefusal.Invalid($"Invalid value: 'messages[{at}]'.", $"messages[{at}]", "invalid_value");
        })];
    }

    private static int? MaxTokensOf(JsonElement root, ModelProfile model)
    {
        int? most = null;
        foreach (var (name, instead, taken) in new[]
        {
            ("max_tokens", "max_completion_tokens", model.TakesMaxTokens), ("max_completion_tokens", "max_tokens", model.TakesMaxCompletionTokens),
        })
        {
            if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (!taken)
            {
                throw ChatRefusal.Unsupported(name, instead);
            }

            most = value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 1
                ? count
                : throw ChatRefusal.Invalid($"Invalid '{name}': expected an integer of at least 1.", name, "integer_below_min_value");
        }

        return most;
    }

    private static void CheckSampling(JsonElement root, ModelProfile model)
    {
        if (root.TryGetProperty("temperature", out var temperature))
        {
            if (!model.TakesTemperature)
            {
                throw ChatRefusal.Invalid(
                    "Unsupported value: 'temperature' does not support this value with this model. Only the default (1) value is supported.",
                    "temperature",
                    "unsupported_value");
            }

            if (temperature.ValueKind != JsonValueKind.Number || temperature.GetDouble() is < 0 or > 2)
            {
                throw ChatRefusal.Invalid("Invalid 'temperature': expected a number from 0 to 2.", "temperature", "decimal_above_max_value");
            }
        }

        if (root.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True)
        {
            throw ChatRefusal.Unsupported("stream", null);
        }

        if (root.TryGetProperty("n", out var count) && !(count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out var many) && many == 1))
        {
            throw ChatRefusal.Unsupported("n", null);
        }
    }

    private static void CheckFormat(JsonElement root, ModelProfile model)
    {
        if (!root.TryGetProperty("response_format", out var format))
        {
            return;
        }

        switch (Text(format, "type"))
        {
            case "text" or "json_object":
                return;
            case "json_schema" when !model.TakesSchema:
                throw ChatRefusal.Invalid(
                    "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.", "response_format", null);
            case "json_schema":
                StrictSchema.Check(format);
                return;
            default:
                throw ChatRefusal.Invalid("Invalid value: 'response_format.type'.", "response_format.type", "invalid_value");
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
