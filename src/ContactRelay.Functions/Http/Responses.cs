using System.Globalization;
using System.Net;
using System.Text.Json;
using ContactRelay.Contacts;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Writes responses.</summary>
internal static class Responses
{
    private const string Json = "application/json; charset=utf-8";
    private const string ProblemJson = "application/problem+json; charset=utf-8";
    private const string NotCached = "no-store";

    /// <summary>A JSON response.</summary>
    public static Task<HttpResponseData> AnswerAsync(this HttpRequestData request, HttpStatusCode status, Action<Utf8JsonWriter> write) =>
        AnswerAsync(request, status, Json, JsonText.Write(write));

    /// <summary>A response of JSON that is there already.</summary>
    public static Task<HttpResponseData> AnswerAsync(
        this HttpRequestData request, HttpStatusCode status, ReadOnlyMemory<byte> json, string cacheControl = NotCached) =>
        AnswerAsync(request, status, Json, json, cacheControl);

    /// <summary>A problem+json response; <paramref name="more"/> writes members beside those of every problem.</summary>
    public static async Task<HttpResponseData> AnswerAsync(this HttpRequestData request, Problem problem, Action<Utf8JsonWriter>? more = null)
    {
        var response = await AnswerAsync(request, problem.Type.Status, ProblemJson, JsonText.Write(writer => writer.WriteProblem(problem, more)));
        if (problem.RetryAfter is { } wait)
        {
            response.Headers.Add("Retry-After", ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        }

        if (problem.Type == ProblemType.Unauthorized)
        {
            response.Headers.Add("WWW-Authenticate", "Bearer");
        }

        return response;
    }

    /// <summary>The problem as an object.</summary>
    public static void WriteProblem(this Utf8JsonWriter writer, Problem problem, Action<Utf8JsonWriter>? more = null)
    {
        writer.WriteStartObject();
        writer.WriteString("type", problem.Type.Uri);
        writer.WriteString("title", problem.Type.Title);
        writer.WriteNumber("status", (int)problem.Type.Status);
        writer.WriteString("detail", problem.Detail);
        writer.WriteErrors(problem.Errors);
        more?.Invoke(writer);
        writer.WriteEndObject();
    }

    private static async Task<HttpResponseData> AnswerAsync(
        HttpRequestData request, HttpStatusCode status, string contentType, ReadOnlyMemory<byte> json, string cacheControl = NotCached)
    {
        var response = request.CreateResponse(status);

        // Not to be parsed again: they are right.
        response.Headers.TryAddWithoutValidation("Content-Type", contentType);
        response.Headers.TryAddWithoutValidation("Cache-Control", cacheControl);
        await response.Body.WriteAsync(json);
        return response;
    }
}
