using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Torghut.Sandbox.Registry.Api;

/// <summary>Turns refusals into error answers.</summary>
internal static class ErrorResponses
{
    private const int StoreFailure = 50001;

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        try
        {
            await next(context);
        }
        catch (RegistryException e)
        {
            await WriteAsync(context, e.Status, e.Code, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            await WriteAsync(context, e.StatusCode, e.StatusCode, e.Message);
        }
        catch (IOException e)
        {
            Log.RequestFailed(logger, context.Request.Method, context.Request.Path, e);
            await WriteAsync(context, StatusCodes.Status500InternalServerError, StoreFailure, $"Error in the backend datastore: {e.Message}");
        }
    }

    private static Task WriteAsync(HttpContext context, int status, int code, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new { error_code = code, message }, (System.Text.Json.JsonSerializerOptions?)null, RegistryResponse.ContentType);
    }
}
