namespace ContactRelay.Intake.Hooks;

/// <summary>What is known of a sender, so that a hook's document need not say it.</summary>
/// <param name="Hmac">How it signs.</param>
/// <param name="EventId">Where its own id of an event is.</param>
/// <param name="Each">The JSONPath of the events in a body; null where a body is one.</param>
/// <param name="Unit">What it counts times since 1970 in; null if it writes none.</param>
internal sealed record HookPreset(HmacScheme Hmac, EventIdRule EventId, string? Each = null, TimeUnit? Unit = null)
{
    /// <summary>
    /// The senders, by the word that stands for each in a hook's <c>scheme</c>. Their documentation:
    /// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md,
    /// https://www.typeform.com/developers/webhooks/secure-your-webhooks/, https://tally.so/help/webhooks,
    /// https://developers.webflow.com/data/docs/working-with-webhooks,
    /// https://developers.hubspot.com/docs/guides/apps/authentication/validating-requests,
    /// https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide (a date is midnight UTC in milliseconds).
    /// </summary>
    public static readonly IReadOnlyDictionary<string, HookPreset> All = new Dictionary<string, HookPreset>(StringComparer.Ordinal)
    {
        ["standard-webhooks"] = new(
            new()
            {
                Header = "webhook-signature",
                Encoding = "base64",
                Prefix = "v1,",
                Signed = "{id}.{timestamp}.{body}",
                TimestampHeader = "webhook-timestamp",
                IdHeader = "webhook-id",
                HasSeveral = true,
                IsKeyBase64 = true,
            },
            new("webhook-id", [])),
        ["typeform"] = new(new() { Header = "Typeform-Signature", Encoding = "base64", Prefix = "sha256=" }, InBody("$.event_id")),
        ["tally"] = new(new() { Header = "Tally-Signature", Encoding = "base64" }, InBody("$.eventId")),
        ["webflow"] = new(
            new()
            {
                Header = "x-webflow-signature",
                Signed = "{timestamp}:{body}",
                TimestampHeader = "x-webflow-timestamp",
                IsInMilliseconds = true,
            },
            InBody("$.payload.id")),

        // HubSpot says that an eventId alone need not be unique.
        ["hubspot"] = new(
            new()
            {
                Header = "X-HubSpot-Signature-v3",
                Encoding = "base64",
                Signed = "{method}{decodedUrl}{body}{timestamp}",
                TimestampHeader = "X-HubSpot-Request-Timestamp",
                IsInMilliseconds = true,
            },
            InBody("$[0].eventId", "$[0].subscriptionId", "$[0].occurredAt"),
            Each: "$[*]",
            Unit: TimeUnit.Milliseconds),
    };

    private static EventIdRule InBody(params string[] paths) => new(null, paths);
}
