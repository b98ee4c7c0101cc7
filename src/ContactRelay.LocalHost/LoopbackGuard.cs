using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Sandbox.Http;

namespace ContactRelay.LocalHost;

/// <summary>Keeps web pages out as long as the host's keys are those that everybody knows.</summary>
internal static class LoopbackGuard
{
    /// <summary>Answers 403 to what does not come from a program of this machine or the console.</summary>
    public static void UseLoopbackGuard(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (LoopbackRequests.Refusal(context.Request) is not { } refusal)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "application/problem+json; charset=utf-8";
        var problem = JsonText.Write(writer => Write(writer, refusal));
        context.Response.ContentLength = problem.Length;
        await context.Response.Body.WriteAsync(problem, context.RequestAborted);
    });

    private static void Write(Utf8JsonWriter writer, string refusal)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "about:blank");
        writer.WriteString("title", "Forbidden");
        writer.WriteNumber("status", StatusCodes.Status403Forbidden);
        writer.WriteString("detail", $"{refusal} Everybody knows the default admin key: set AdminKey to have other requests answered.");
        writer.WriteEndObject();
    }
}
