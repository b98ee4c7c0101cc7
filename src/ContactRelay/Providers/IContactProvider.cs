using System.Collections.Frozen;
using ContactRelay.Contacts;
using ContactRelay.Tenants;

namespace ContactRelay.Providers;

/// <summary>
/// One provider's language: from canonical changes to its request, and from its answer to an outcome. Translation only:
/// no I/O, no clock, no randomness.
/// </summary>
/// <remarks>
/// <c>known</c> is, throughout, what is known of the values that the provider demands in every call though the caller
/// need not send them.
/// </remarks>
public interface IContactProvider
{
    /// <summary>What people have to know of it.</summary>
    ProviderDescription Description { get; }

    /// <summary>The paths of fields that add to what the provider has, rather than replace it.</summary>
    FrozenSet<string> AdditiveFields { get; }

    /// <summary>What of this the provider would refuse for good, or cannot express; empty where it can be sent.</summary>
    IReadOnlyList<FieldError> Validate(string contactId, ContactFields changes, ContactFields known, Tenant tenant);

    /// <summary>The request for these changes, or what is wrong with them.</summary>
    BuildResult BuildRequest(string contactId, ContactFields changes, ContactFields known, Tenant tenant, string apiKey);

    /// <summary>
    /// What the answer to a request for the changes <paramref name="sent"/> means, and what is known after it. An answer
    /// about another record than <paramref name="contactId"/> changes nothing that is known.
    /// </summary>
    ProviderReading ReadAnswer(ProviderAnswer answer, string contactId, ContactFields sent, ContactFields known, Tenant tenant);

    /// <summary>What will be known once these changes have been delivered.</summary>
    ContactFields Remember(ContactFields known, ContactFields sent);
}
