using ContactRelay.Contacts;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Reads requests.</summary>
internal static class Requests
{
    /// <summary>The header's value, or null.</summary>
    public static string? Header(this HttpRequestData request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    /// <summary>
    /// The contact's id, or null where the URL's segment is not percent-encoded UTF-8. The host hands route values over
    /// decoded in part, so that <c>a%2Fb</c> and <c>a%252Fb</c> look the same; so it is read from the path itself.
    /// </summary>
    public static string? ContactId(this HttpRequestData request) =>
        Segments(request) is var segments && Array.IndexOf(segments, "contacts") is >= 0 and var at && at + 1 < segments.Length
            ? Contacts.ContactId.FromPathSegment(segments[at + 1])
            : null;

    /// <summary>The body, or null where it is larger than the limit; no more than that is read.</summary>
    public static async Task<byte[]?> ReadBodyAsync(this HttpRequestData request, int limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[limit + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > limit ? null : buffer[..length];
    }

    /// <summary>Where an update's status is found, at the host that the request came to.</summary>
    public static string StatusUrl(this HttpRequestData request, string tenant, string contactId, string updateId) =>
        $"{request.Url.GetLeftPart(UriPartial.Authority)}/api/tenants/{tenant}/contacts/{Uri.EscapeDataString(contactId)}/updates/{updateId}";

    /// <summary>The error of a contact's id that could not be read.</summary>
    public static FieldError BadContactId { get; } =
        new(FieldError.ContactIdPointer, "The contact id in the URL must be percent-encoded UTF-8.");

    private static string[] Segments(HttpRequestData request) => request.Url.AbsolutePath.Split('/');
}
