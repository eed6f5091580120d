/* Video4Linux: the first device that captures, its pictures through memory that the kernel shares. */
#include "nadi-camera.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define MOST_DEVICES 16
#define MOST_SIDE 4096
#define WANTED_WIDTH 640
#define WANTED_HEIGHT 480
#define N_BUFFERS 3
#define WAIT_MS 5000

G_DEFINE_QUARK (nadi-camera-error-quark, nadi_camera_error)

typedef struct
{
  int fd;
  struct v4l2_pix_format format;
  void *maps[N_BUFFERS];
  size_t lengths[N_BUFFERS];
  guint n_maps;
} Camera;

static int
control (int fd, unsigned long request, void *argument)
{
  int result;

  do
    result = ioctl (fd, request, argument);
  while (result < 0 && errno == EINTR);
  return result;
}

/* --- pictures ------------------------------------------------------------------------------------------------------- */

static guint8
clamped (int value)
{
  return (guint8) CLAMP (value >> 8, 0, 255);
}

GdkPixbuf *
nadi_camera_read_yuyv (const guint8 *data, gsize length, guint width, guint height, guint stride)
{
  GdkPixbuf *pixbuf;
  guint8 *pixels;
  guint rowstride;

  if (width == 0 || height == 0 || width > MOST_SIDE || height > MOST_SIDE || width % 2 != 0 || stride < 2 * width || stride > 4 * MOST_SIDE ||
      length < (gsize) stride * (height - 1) + 2 * width)
    return NULL;
  pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, (int) width, (int) height);
  if (pixbuf == NULL)
    return NULL;
  pixels = gdk_pixbuf_get_pixels (pixbuf);
  rowstride = (guint) gdk_pixbuf_get_rowstride (pixbuf);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        const guint8 *pair = data + (gsize) y * stride + (x & ~1u) * 2;
        guint8 *out = pixels + (gsize) y * rowstride + x * 3;
        int light = 298 * (pair[x % 2 * 2] - 16) + 128, u = pair[1] - 128, v = pair[3] - 128;

        out[0] = clamped (light + 409 * v);
        out[1] = clamped (light - 100 * u - 208 * v);
        out[2] = clamped (light + 516 * u);
      }
  return pixbuf;
}

static void
on_size (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  if (width > MOST_SIDE || height > MOST_SIDE)
    gdk_pixbuf_loader_set_size (loader, 1, 1);
}

static GdkPixbuf *
read_jpeg (const guint8 *data, gsize length)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("jpeg", NULL);
  gboolean good;

  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size), NULL);
  good = gdk_pixbuf_loader_write (loader, data, length, NULL);
  good = gdk_pixbuf_loader_close (loader, NULL) && good;
  return good && gdk_pixbuf_loader_get_pixbuf (loader) != NULL ? g_object_ref (gdk_pixbuf_loader_get_pixbuf (loader)) : NULL;
}

/* --- opening -------------------------------------------------------------------------------------------------------- */

static void
close_camera (gpointer data)
{
  Camera *camera = data;
  int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;

  if (camera->n_maps > 0)
    control (camera->fd, VIDIOC_STREAMOFF, &type);
  for (guint i = 0; i < camera->n_maps; i++)
    munmap (camera->maps[i], camera->lengths[i]);
  close (camera->fd);
  g_free (camera);
}

static gboolean
set_format (Camera *camera, guint32 pixels)
{
  struct v4l2_format format = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };

  format.fmt.pix.width = WANTED_WIDTH;
  format.fmt.pix.height = WANTED_HEIGHT;
  format.fmt.pix.pixelformat = pixels;
  format.fmt.pix.field = V4L2_FIELD_ANY;
  if (control (camera->fd, VIDIOC_S_FMT, &format) < 0 || format.fmt.pix.pixelformat != pixels)
    return FALSE;
  camera->format = format.fmt.pix;
  return TRUE;
}

static gboolean
share_buffers (Camera *camera)
{
  struct v4l2_requestbuffers request = { .count = N_BUFFERS, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP };

  if (control (camera->fd, VIDIOC_REQBUFS, &request) < 0)
    return FALSE;
  for (guint i = 0; i < MIN (request.count, N_BUFFERS); i++)
    {
      struct v4l2_buffer buffer = { .index = i, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP };

      if (control (camera->fd, VIDIOC_QUERYBUF, &buffer) < 0)
        return FALSE;
      camera->maps[i] = mmap (NULL, buffer.length, PROT_READ, MAP_SHARED, camera->fd, buffer.m.offset);
      if (camera->maps[i] == MAP_FAILED)
        return FALSE;
      camera->lengths[i] = buffer.length;
      camera->n_maps++;
      if (control (camera->fd, VIDIOC_QBUF, &buffer) < 0)
        return FALSE;
    }
  return camera->n_maps > 0;
}

static gboolean
captures (int fd)
{
  struct v4l2_capability known = { 0 };
  guint32 can;

  if (control (fd, VIDIOC_QUERYCAP, &known) < 0)
    return FALSE;
  can = known.capabilities & V4L2_CAP_DEVICE_CAPS ? known.device_caps : known.capabilities;
  return (can & V4L2_CAP_VIDEO_CAPTURE) && (can & V4L2_CAP_STREAMING);
}

/* NULL: this one does not; *reason then says why, if it is more than "no camera". */
static Camera *
try_device (guint number, NadiCameraError *reason)
{
  g_autofree char *path = g_strdup_printf ("/dev/video%u", number);
  int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  int fd = open (path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  Camera *camera;

  if (fd < 0)
    {
      if (errno == EACCES || errno == EPERM)
        *reason = NADI_CAMERA_ERROR_DENIED;
      else if (errno == EBUSY)
        *reason = NADI_CAMERA_ERROR_BUSY;
      return NULL;
    }
  camera = g_new0 (Camera, 1);
  camera->fd = fd;
  if (captures (fd))
    {
      if ((set_format (camera, V4L2_PIX_FMT_YUYV) || set_format (camera, V4L2_PIX_FMT_MJPEG)) && share_buffers (camera) &&
          control (fd, VIDIOC_STREAMON, &type) >= 0)
        return camera;
      *reason = errno == EBUSY ? NADI_CAMERA_ERROR_BUSY : NADI_CAMERA_ERROR_BROKEN;
    }
  close_camera (camera);
  return NULL;
}

static gpointer
open_camera (GError **error)
{
  NadiCameraError reason = NADI_CAMERA_ERROR_NONE;

  for (guint i = 0; i < MOST_DEVICES; i++)
    {
      Camera *camera = try_device (i, &reason);

      if (camera != NULL)
        return camera;
    }
  g_set_error_literal (error, NADI_CAMERA_ERROR, (int) reason, "no camera that gives pictures");
  return NULL;
}

/* --- the next one --------------------------------------------------------------------------------------------------- */

/* FALSE: cancelled, or nothing came. */
static gboolean
wait_for_picture (Camera *camera, GCancellable *cancellable)
{
  struct pollfd waits[2] = { { .fd = camera->fd, .events = POLLIN } };
  GPollFD stop;
  int n = 1, ready;

  if (g_cancellable_make_pollfd (cancellable, &stop))
    waits[n++] = (struct pollfd){ .fd = stop.fd, .events = POLLIN };
  do
    ready = poll (waits, (nfds_t) n, WAIT_MS);
  while (ready < 0 && errno == EINTR);
  if (n > 1)
    g_cancellable_release_fd (cancellable);
  return ready > 0 && (waits[0].revents & POLLIN);
}

static GdkPixbuf *
next_picture (gpointer data, GCancellable *cancellable, GError **error)
{
  Camera *camera = data;
  struct v4l2_buffer buffer = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP };
  GdkPixbuf *picture = NULL;

  /* A camera that warms up gives some that can't be read. */
  for (guint i = 0; i < 30 && picture == NULL && !g_cancellable_is_cancelled (cancellable); i++)
    {
      gsize length;

      if (!wait_for_picture (camera, cancellable) || control (camera->fd, VIDIOC_DQBUF, &buffer) < 0 || buffer.index >= camera->n_maps)
        break;
      length = MIN (buffer.bytesused, camera->lengths[buffer.index]);
      picture = camera->format.pixelformat == V4L2_PIX_FMT_YUYV
                  ? nadi_camera_read_yuyv (camera->maps[buffer.index], length, camera->format.width, camera->format.height, camera->format.bytesperline)
                  : read_jpeg (camera->maps[buffer.index], length);
      if (control (camera->fd, VIDIOC_QBUF, &buffer) < 0)
        break;
    }
  if (picture == NULL && !g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error_literal (error, NADI_CAMERA_ERROR, NADI_CAMERA_ERROR_BROKEN, "the camera gives no pictures");
  return picture;
}

const NadiCameraSource nadi_camera_of_system = { open_camera, next_picture, close_camera };
