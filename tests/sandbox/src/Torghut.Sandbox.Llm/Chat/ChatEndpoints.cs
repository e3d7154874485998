using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Llm.Answers;

namespace Torghut.Sandbox.Llm.Chat;

/// <summary>OpenAI's routes: completions and models.</summary>
internal sealed class ChatEndpoints(LlmProviderOptions options, AnswerPanel panel, ILogger logger, CancellationToken cancellationToken)
{
    private const int OversizedBytes = 8 << 20;

    /// <summary>More than any request allows.</summary>
    private const int ThinkingTokens = 1_000_000;

    private static readonly byte[] Filler = Encoding.ASCII.GetBytes(new string('x', 16 << 10));

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/v1/chat/completions", CompleteAsync);
        endpoints.MapGet("/v1/models", context => RefusingAsync(context, () => WriteAsync(context, 200, JsonSerializer.SerializeToUtf8Bytes(new
        {
            @object = "list",
            data = ModelProfile.All.Select(model => new { id = model.Name, @object = "model", created = 0, owned_by = "torghut-sandbox" }),
        }))));
    }

    private async Task CompleteAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var (number, answer) = panel.Take(body);
        context.Response.Headers["x-request-id"] = $"req_sandbox_{number}";
        try
        {
            await RefusingAsync(context, () => AnswerAsync(context, body, number, answer));
        }
        catch (OperationCanceledException)
        {
            // The client left, or the provider stops: nobody waits for the answer.
            context.Abort();
        }

        Log.Answered(logger, number, answer, context.Response.StatusCode);
    }

    private async Task RefusingAsync(HttpContext context, Func<Task> respond)
    {
        try
        {
            var sent = Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString());
            if (!CryptographicOperations.FixedTimeEquals(sent, Encoding.UTF8.GetBytes("Bearer " + options.ApiKey)))
            {
                throw ChatRefusal.Key();
            }

            await respond();
        }
        catch (ChatRefusal refusal)
        {
            if (refusal.Status == StatusCodes.Status429TooManyRequests)
            {
                context.Response.Headers.RetryAfter = "20";
            }

            await WriteAsync(context, refusal.Status, JsonSerializer.SerializeToUtf8Bytes(refusal.Body));
        }
    }

    private async Task AnswerAsync(HttpContext context, string body, long number, string answer)
    {
        switch (answer)
        {
            case AnswerKinds.Http400:
                throw ChatRefusal.Invalid("Invalid request.", null);
            case AnswerKinds.Http401:
                throw ChatRefusal.Key();
            case AnswerKinds.Http429:
                throw ChatRefusal.Rate();
            case AnswerKinds.Http500:
                throw ChatRefusal.Server();
        }

        var request = ChatRequest.Read(body, model => answer switch
        {
            AnswerKinds.OtherParameters => ModelProfile.Other(model.Name),
            AnswerKinds.Reasoning => model with { ReasoningTokens = ThinkingTokens },
            _ => model,
        });
        var now = options.Time.GetUtcNow();
        byte[] Ended(string? content, string finish, string? refusal = null) => Completion.Of(request, number, now, content, finish, 0, refusal);
        switch (answer)
        {
            case AnswerKinds.Hang:
                await WaitAsync(Timeout.InfiniteTimeSpan, context);
                break;
            case AnswerKinds.Reset:
                context.Abort();
                break;
            case AnswerKinds.Garbage:
                await WriteAsync(context, 200, Encoding.UTF8.GetBytes("<html><body>502 Bad Gateway</body></html>"));
                break;
            case AnswerKinds.Oversized:
                await PourAsync(context);
                break;
            case AnswerKinds.Cut:
                await CutAsync(context, Completion.Of(request, number, now, Review.Of(request.User, AnswerKinds.Approve)));
                break;
            case AnswerKinds.Empty:
                await WriteAsync(context, 200, Ended("", "stop"));
                break;
            case AnswerKinds.Refusal:
                await WriteAsync(context, 200, Ended(null, "stop", "I cannot help with that."));
                break;
            case AnswerKinds.ContentFilter:
                await WriteAsync(context, 200, Ended(null, "content_filter"));
                break;
            case AnswerKinds.Prose:
                await WriteAsync(context, 200, Ended("I would approve this order: {\"verdict\":\"approve\"}", "stop"));
                break;
            case AnswerKinds.Slow:
                await WaitAsync(options.SlowTime, context);
                goto default;
            default:
                await WriteAsync(context, 200, Completion.Of(request, number, now, Review.Of(request.User, answer)));
                break;
        }
    }

    private async Task WaitAsync(TimeSpan wait, HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, cancellationToken);
        await Task.Delay(wait, options.Time, either.Token);
    }

    /// <summary>More than anybody should take, until the client leaves.</summary>
    private static async Task PourAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        for (var sent = 0; sent < OversizedBytes; sent += Filler.Length)
        {
            await context.Response.Body.WriteAsync(Filler, context.RequestAborted);
        }
    }

    /// <summary>Promises the whole answer and breaks the connection in the middle of it.</summary>
    private static async Task CutAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private static async Task WriteAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
