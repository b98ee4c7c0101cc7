using System.Buffers;
using ContactRelay.Contacts;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Reads requests.</summary>
internal static class Requests
{
    private const string AuthLevelClaim = "http://schemas.microsoft.com/2017/07/functions/claims/authlevel";

    /// <summary>The header's value, or null.</summary>
    public static string? Header(this HttpRequestData request, string name) =>
        request.Headers.NonValidated.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    /// <summary>Whether the caller has the app's master key: the host says so in a claim on routes that need no key, too.</summary>
    public static bool IsAdmin(this HttpRequestData request) =>
        request.Identities.Any(identity => identity.HasClaim(AuthLevelClaim, "Admin"));

    /// <summary>The body of a request that has to be JSON, or what is wrong with its type or size; no more than the limit is read.</summary>
    public static async Task<(byte[] Body, Problem? Problem)> ReadJsonAsync(
        this HttpRequestData request, string[] mediaTypes, int limit, CancellationToken cancellationToken)
    {
        if (!Array.Exists(mediaTypes, request.IsOfType))
        {
            return ([], Problem.UnsupportedMediaType(mediaTypes[0]));
        }

        return await request.ReadAsync(limit, cancellationToken);
    }

    /// <summary>The body, or what is wrong with its size; no more than the limit is read.</summary>
    public static async Task<(byte[] Body, Problem? Problem)> ReadAsync(this HttpRequestData request, int limit, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(limit + 1);
        try
        {
            var length = await CallDeadline.WhileReadingAsync(() => request.Body
                .ReadAtLeastAsync(buffer.AsMemory(0, limit + 1), limit + 1, throwOnEndOfStream: false, cancellationToken).AsTask());
            return length > limit
                ? ([], new Problem(ProblemType.TooLarge, $"It may have {limit / 1024} KiB."))
                : (buffer[..length], null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether the body is said to be of this type, in UTF-8.</summary>
    public static bool IsOfType(this HttpRequestData request, string mediaType) =>
        request.Header("Content-Type") is { } text && (text == mediaType || IsOfType(text, mediaType));

    /// <summary>Where an update's status is found, at the host that the request came to.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tenant">The tenant's id or its scope.</param>
    /// <param name="contactId">The contact's id.</param>
    /// <param name="updateId">The update's id.</param>
    public static string StatusUrl(this HttpRequestData request, string tenant, string contactId, string updateId) =>
        $"{request.Url.GetLeftPart(UriPartial.Authority)}/api/tenants/{TenantScope.IdOf(tenant)}/contacts/{ContactId.ToSegment(contactId)}/updates/{updateId}";

    private static bool IsOfType(string text, string mediaType) =>
        MediaType.Parse(text) is { IsUtf8: true } type && type.Name == mediaType;
}
