using System.Buffers;
using System.Text.Json;

namespace Torghut.Trading.Advisory;

/// <summary>The body of a request for a chat completion, as the endpoint takes it.</summary>
internal static class CompletionRequest
{
    /// <param name="options">Which parameters the endpoint takes.</param>
    /// <param name="model">Model that is asked for.</param>
    /// <param name="prompt">What the model is to do.</param>
    /// <param name="context">What about, canonical JSON.</param>
    public static byte[] Make(ProviderOptions options, string model, string prompt, string context)
    {
        var buffer = new ArrayBufferWriter<byte>(4_096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteStartArray("messages");
            WriteMessage(writer, "system", prompt);
            WriteMessage(writer, "user", context);
            writer.WriteEndArray();
            writer.WriteNumber(options.TokenParameter == TokenParameter.MaxTokens ? "max_tokens" : "max_completion_tokens", options.MaxTokens);
            if (options.Temperature is { } temperature)
            {
                writer.WriteNumber("temperature", temperature);
            }

            WriteFormat(writer, options.StructuredOutput);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMessage(Utf8JsonWriter writer, string role, string content)
    {
        writer.WriteStartObject();
        writer.WriteString("role", role);
        writer.WriteString("content", content);
        writer.WriteEndObject();
    }

    private static void WriteFormat(Utf8JsonWriter writer, StructuredOutput form)
    {
        if (form == StructuredOutput.None)
        {
            return;
        }

        writer.WriteStartObject("response_format");
        if (form == StructuredOutput.JsonObject)
        {
            writer.WriteString("type", "json_object");
        }
        else
        {
            writer.WriteString("type", "json_schema");
            writer.WriteStartObject("json_schema");
            writer.WriteString("name", "decision_review");
            writer.WriteBoolean("strict", true);
            writer.WritePropertyName("schema");
            writer.WriteRawValue(AnswerSchema.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
