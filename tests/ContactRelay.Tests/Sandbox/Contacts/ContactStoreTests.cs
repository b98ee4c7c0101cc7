using ContactRelay.Sandbox.Contacts;
using Xunit;

namespace ContactRelay.Tests.Sandbox.Contacts;

public sealed class ContactStoreTests
{
    [Fact]
    public void See_over_the_capacity_drops_the_one_seen_longest_ago()
    {
        var store = new ContactStore(TimeProvider.System, capacity: 2);
        store.See("kulea", "1", archived: false);
        store.See("bosscart", "1", archived: false);
        store.See("kulea", "1", archived: false);

        store.See("kulea", "2", archived: false);

        Assert.Null(store.Find("bosscart", "1"));
        Assert.NotNull(store.Find("kulea", "1"));
        Assert.NotNull(store.Find("kulea", "2"));
    }

    [Fact]
    public void Latest_lists_one_book_latest_first()
    {
        var store = new ContactStore(TimeProvider.System);
        store.See("kulea", "1", archived: false);
        store.See("kulea", "2", archived: false);
        store.See("bosscart", "3", archived: false);
        store.See("kulea", "1", archived: false);

        Assert.Equal(["1", "2"], store.Latest("kulea", 10).Select(contact => contact.Id));
        Assert.Equal(["1"], store.Latest("kulea", 1).Select(contact => contact.Id));
    }
}
