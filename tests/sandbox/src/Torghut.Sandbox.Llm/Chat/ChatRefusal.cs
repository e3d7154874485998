namespace Torghut.Sandbox.Llm.Chat;

/// <summary>A request that is not answered with a completion, in the words and the form of OpenAI's errors.</summary>
internal sealed class ChatRefusal(int status, string message, string? parameter, string? code, string type = "invalid_request_error") : Exception(message)
{
    public int Status { get; } = status;

    public object Body { get; } = new { error = new { message, type, param = parameter, code } };

    public static ChatRefusal Invalid(string message, string? parameter, string? code = null) => new(400, message, parameter, code);

    /// <summary>What a model says of a parameter that it does not take.</summary>
    public static ChatRefusal Unsupported(string parameter, string? instead) => Invalid(
        $"Unsupported parameter: '{parameter}' is not supported with this model.{(instead is null ? "" : $" Use '{instead}' instead.")}",
        parameter,
        "unsupported_parameter");

    public static ChatRefusal Key() => new(401, "Incorrect API key provided.", null, "invalid_api_key");

    public static ChatRefusal Model(string name) => new(404, $"The model '{name}' does not exist or you do not have access to it.", null, "model_not_found");

    public static ChatRefusal Rate() => new(429, "Rate limit reached for requests.", null, "rate_limit_exceeded", "requests");

    public static ChatRefusal Server() => new(500, "The server had an error while processing your request.", null, null, "server_error");
}
