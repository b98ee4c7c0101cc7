using System.Text;
using System.Text.Json;
using ContactRelay.Sandbox.Contacts;
using ContactRelay.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace ContactRelay.Sandbox.Control;

/// <summary>What the control endpoints answer, as JSON.</summary>
internal static class ControlAnswers
{
    public static Answer NoContent { get; } = new(StatusCodes.Status204NoContent, default, Answer.JsonType);

    public static Answer Error(int status, string message) => Answer.Json(status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("error", message);
        writer.WriteEndObject();
    });

    public static Answer Faults(IReadOnlyList<SandboxFault> faults) => Array(faults, WriteFault);

    public static Answer Requests(IReadOnlyList<SandboxRequest> requests) => Array(requests, WriteRequest);

    public static Answer Contacts(IReadOnlyList<StoredContact> contacts) => Array(contacts, WriteContact);

    public static Answer Contact(StoredContact contact) =>
        Answer.Json(StatusCodes.Status200OK, writer => WriteContact(writer, contact));

    private static Answer Array<T>(IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write) => Answer.Json(StatusCodes.Status200OK, writer =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    });

    private static void WriteContact(Utf8JsonWriter writer, StoredContact contact)
    {
        var shown = contact.Show();
        writer.WriteStartObject();
        writer.WriteString("id", shown.Id);
        writer.WriteBoolean("archived", shown.Archived);
        writer.WritePropertyName("values");
        shown.Values.WriteTo(writer);
        writer.WriteNumber("updates", shown.Updates);
        writer.WriteEndObject();
    }

    private static void WriteFault(Utf8JsonWriter writer, SandboxFault fault)
    {
        writer.WriteStartObject();
        writer.WriteNumber("count", fault.Count);
        if (fault.Status is { } status)
        {
            writer.WriteNumber("status", status);
        }

        if (fault.Delay > TimeSpan.Zero)
        {
            writer.WriteNumber("delayMs", (long)fault.Delay.TotalMilliseconds);
        }

        WriteIfSet(writer, "reset", fault.Reset);
        WriteIfSet(writer, "drop", fault.Drop);
        WriteIfSet(writer, "applyThenReset", fault.ApplyThenReset);
        WriteIfSet(writer, "retryAfter", fault.RetryAfter);
        WriteIfSet(writer, "body", fault.Body);
        WriteIfSet(writer, "contentType", fault.ContentType);
        writer.WriteEndObject();
    }

    private static void WriteIfSet(Utf8JsonWriter writer, string name, bool value)
    {
        if (value)
        {
            writer.WriteBoolean(name, value);
        }
    }

    private static void WriteIfSet(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteRequest(Utf8JsonWriter writer, SandboxRequest request)
    {
        writer.WriteStartObject();
        writer.WriteString("at", request.At);
        writer.WriteString("method", request.Method);
        writer.WriteString("path", request.Path);
        writer.WriteStartObject("headers");
        foreach (var (name, value) in request.Headers)
        {
            writer.WriteString(name, name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? Masking.Authorization(value) : value);
        }

        writer.WriteEndObject();
        writer.WriteString("body", Encoding.UTF8.GetString(request.Body.Span));
        if (request.Status is { } status)
        {
            writer.WriteNumber("status", status);
        }
        else
        {
            writer.WriteNull("status");
        }

        writer.WriteEndObject();
    }
}
