using System.Text.Json.Serialization;
using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>A lease that the mailbox's document does not hold.</summary>
/// <param name="Tenant">The mailbox's tenant.</param>
/// <param name="ContactId">The mailbox's contact.</param>
/// <param name="Version">Which version of the mailbox it was taken on: once another is stored, it is of no interest.</param>
/// <param name="Lease">The lease.</param>
internal sealed record KeptLease(string Tenant, string ContactId, long Version, Lease Lease);

[JsonSerializable(typeof(KeptLease))]
internal sealed partial class KeptLeaseJson : JsonSerializerContext;
